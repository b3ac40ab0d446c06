import type { KindName } from '../../engine/index.ts';
import { redactLabels } from '../redact.ts';
import type { Attempt, FactSheet } from './facts.ts';
import { networkFacts, volumeFacts } from './facts-network.ts';
import { countList, type ListedContainer, type Lists } from './lists.ts';
import { failureFrom, hand, type Session } from './session.ts';
import { type Json, mapOf, textOf } from './shape.ts';

/** Hands every network over; the list says all there is to say. */
export async function collectNetworks(session: Session, lists: Lists): Promise<void> {
  const attached = namesBy(lists, (container) => container.networks.map(({ id, name }) => id || `name ${name}`));
  for (const network of countList(session, 'network', lists.networks)) {
    const [id, name] = [textOf(network['Id']), textOf(network['Name'])];
    // A container that never ran names its networks and does not know their ids.
    const containers = namesOf(attached, id, `name ${name}`);
    await handItem(session, 'network', network, { id, name }, () => networkFacts(network, containers));
  }
}

/** Hands every volume over. */
export async function collectVolumes(session: Session, lists: Lists): Promise<void> {
  const users = namesBy(lists, (container) => container.volumes);
  for (const volume of countList(session, 'volume', lists.volumes)) {
    const name = textOf(volume['Name']);
    await handItem(session, 'volume', volume, { id: name, name }, () => volumeFacts(volume, namesOf(users, name)));
  }
}

type Names = Attempt<ReadonlyMap<string, readonly string[]>>;

/** Names of containers by what they use. */
function namesBy(lists: Lists, usesOf: (container: ListedContainer) => readonly string[]): Names {
  if (!('value' in lists.containers)) return lists.containers;
  const names = new Map<string, string[]>();
  for (const container of lists.containers.value) {
    for (const used of usesOf(container)) {
      const known = names.get(used);
      if (known === undefined) names.set(used, [container.name]);
      else known.push(container.name);
    }
  }
  return { value: names };
}

function namesOf(names: Names, ...used: string[]): Attempt<string[]> {
  if (!('value' in names)) return names;
  return { value: used.flatMap((id) => names.value.get(id) ?? []) };
}

async function handItem(
  session: Session,
  kind: KindName,
  item: Json,
  head: { id: string; name: string },
  read: () => FactSheet,
): Promise<void> {
  try {
    const labels = redactLabels(mapOf(item['Labels']));
    await hand(session, kind, { key: `${kind}/${head.name}`, ...head, labels }, read());
  } catch (error) {
    session.coverage.unseen(kind, head, failureFrom(error));
  }
}
