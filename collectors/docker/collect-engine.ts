import type { ContainersSeen } from './collect-containers.ts';
import { usesOf } from './collect-images.ts';
import type { HostView } from './engine-host.ts';
import { readExecEvents } from './exec-events.ts';
import type { Attempt } from './facts.ts';
import { type EngineJoin, engineFacts } from './facts-engine.ts';
import { bridgeCommunication, isDefaultBridge } from './facts-network.ts';
import type { Lists } from './lists.ts';
import { attempt, attemptBeside, hand, type Session } from './session.ts';
import { type Json, textOf } from './shape.ts';

interface EngineParts {
  lists: Lists;
  host: HostView;
  version: Json;
  containers: ContainersSeen;
}

/** Hands the engine itself over. */
export async function collectEngine(session: Session, parts: EngineParts): Promise<void> {
  if (!session.wants('engine')) return;
  const { lists, host, version } = parts;
  const { info } = lists;
  session.coverage.listed('engine', 1);
  if (!('value' in info) && info.failure) session.coverage.incomplete('engine', 'GET /info', '', info.failure);
  const beside = { kind: 'engine', what: 'the exec events', subject: '' } as const;
  const execEvents = await attemptBeside(session, beside, () =>
    readExecEvents(session, info, parts.containers.healthCommands),
  );
  const dataRoot = await attempt(async () => ('value' in info ? textOf(info.value['DockerRootDir']) : ''));
  const dataRootMount =
    'value' in info && 'value' in dataRoot ? await host.mountOf(dataRoot.value) : { code: failedCode(info, dataRoot) };
  const join: EngineJoin = {
    info,
    version,
    host,
    dataRootMount,
    execEvents,
    images: imageCounts(lists),
    interContainerCommunication: await defaultBridgeCommunication(lists),
  };
  const name = 'value' in info ? String(info.value['Name'] ?? '') : '';
  const id = 'value' in info ? String(info.value['ID'] ?? '') : '';
  const head = {
    key: 'engine',
    id: id || 'engine',
    name: session.context.target.name ?? (name || 'docker'),
    labels: {},
  };
  await hand(session, 'engine', head, engineFacts(join));
}

function failedCode(...attempts: Attempt<unknown>[]) {
  for (const result of attempts) if (!('value' in result)) return result.code;
  return 'parse-error' as const;
}

function imageCounts(lists: Lists): EngineJoin['images'] {
  const uses = usesOf(lists);
  if (!('value' in lists.images)) return lists.images;
  if (!('value' in uses)) return uses;
  const images = lists.images.value;
  return {
    value: {
      images: images.length,
      unusedImages: images.filter(({ id }) => !uses.value.has(id)).length,
      danglingImages: images.filter(({ tags }) => tags.length === 0).length,
    },
  };
}

/** Without a default bridge no container is on one, so none sees another there. */
async function defaultBridgeCommunication(lists: Lists): Promise<Attempt<boolean>> {
  const { networks } = lists;
  if (!('value' in networks)) return networks;
  return attempt(async () =>
    networks.value.some((network) => isDefaultBridge(network) && bridgeCommunication(network) === true),
  );
}
