import { redactLabels } from '../redact.ts';
import { ApiFailure } from './api-failure.ts';
import type { Attempt } from './facts.ts';
import { swarmFacts, swarmNodeFacts, swarmServiceFacts } from './facts-swarm.ts';
import { countList, type Lists } from './lists.ts';
import { failureFrom, hand, type Session } from './session.ts';
import { at, type Json, mapOf, textOf } from './shape.ts';

const swarmKinds = ['swarm', 'swarm-service', 'swarm-node'] as const;

/** Hands a swarm over where this node controls one; elsewhere there is nothing to see, and that is complete. */
export async function collectSwarm(session: Session, lists: Lists): Promise<void> {
  if (lists.manager === false) return;
  if (!('value' in lists.info)) {
    const failure =
      lists.info.failure ?? new ApiFailure(lists.info.code, 'the engine does not say whether it is in a swarm');
    for (const kind of swarmKinds) if (session.wants(kind)) session.coverage.failed(kind, failure);
    return;
  }
  await collectSwarmItself(session, lists, lists.info.value);
  const networks = networkNames(lists);
  for (const service of countList(session, 'swarm-service', lists.services)) {
    const head = () => headOf('swarm-service', service, textOf(at(service, 'Spec')['Name']));
    await guarded(session, 'swarm-service', service, async () =>
      hand(session, 'swarm-service', head(), swarmServiceFacts(service, networks)),
    );
  }
  for (const node of countList(session, 'swarm-node', lists.nodes)) {
    const head = () => headOf('swarm-node', node, textOf(at(node, 'Description')['Hostname']));
    await guarded(session, 'swarm-node', node, async () => hand(session, 'swarm-node', head(), swarmNodeFacts(node)));
  }
}

async function collectSwarmItself(session: Session, lists: Lists, info: Json): Promise<void> {
  const { swarm, nodes, secrets } = lists;
  for (const item of countList(session, 'swarm', 'value' in swarm ? { value: [swarm.value] } : swarm)) {
    const head = () => ({ ...headOf('swarm', item, textOf(at(item, 'Spec')['Name'])), key: 'swarm' });
    await guarded(session, 'swarm', item, async () => {
      if (!('value' in secrets) && secrets.failure)
        session.coverage.incomplete('swarm', 'the secrets', '', secrets.failure);
      await hand(session, 'swarm', head(), swarmFacts(item, { info, nodes, secrets }));
    });
  }
}

function headOf(kind: (typeof swarmKinds)[number], item: Json, name: string) {
  const id = textOf(item['ID']);
  return {
    key: `${kind}/${name || id}`,
    id,
    name: name || id,
    labels: redactLabels(mapOf(at(item, 'Spec')['Labels'])),
  };
}

async function guarded(
  session: Session,
  kind: (typeof swarmKinds)[number],
  item: Json,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    const id = typeof item['ID'] === 'string' ? item['ID'] : '';
    session.coverage.unseen(kind, { id, name: id }, failureFrom(error));
  }
}

function networkNames(lists: Lists): Attempt<ReadonlyMap<string, string>> {
  if (!('value' in lists.networks)) return lists.networks;
  return { value: new Map(lists.networks.value.map((network) => [String(network['Id']), String(network['Name'])])) };
}
