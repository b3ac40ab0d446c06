import type { ContainersSeen } from './collect-containers.ts';
import { usesOf } from './collect-images.ts';
import type { HostView } from './engine-host.ts';
import { readExecEvents } from './exec-events.ts';
import type { Attempt } from './facts.ts';
import { type EngineJoin, engineFacts } from './facts-engine.ts';
import { bridgeCommunication, isDefaultBridge } from './facts-network.ts';
import type { Lists } from './lists.ts';
import { attempt, attemptBeside, hand, type Session } from './session.ts';
import { type Json, sortedTexts, textOf, timeOfSeconds } from './shape.ts';

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
    oldestUnusedImageAt: await oldestUnusedImage(lists),
    oldestStoppedContainerAt: await oldestStopped(lists),
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

/** Images that say no time, as reproducible builds do, are passed over. */
async function oldestUnusedImage(lists: Lists): Promise<Attempt<string | null>> {
  const { images } = lists;
  const uses = usesOf(lists);
  if (!('value' in images)) return images;
  if (!('value' in uses)) return uses;
  return attempt(async () => oldest(images.value.filter(({ id }) => !uses.value.has(id))));
}

async function oldestStopped({ containers }: Lists): Promise<Attempt<string | null>> {
  if (!('value' in containers)) return containers;
  const states = new Set(['created', 'exited', 'dead']);
  return attempt(async () => oldest(containers.value.filter(({ state }) => states.has(textOf(state)))));
}

function oldest(items: readonly { created: unknown }[]): string | null {
  return sortedTexts(items.flatMap(({ created }) => timeOfSeconds(created) ?? []))[0] ?? null;
}

/** Without a default bridge no container is on one, so none sees another there. */
async function defaultBridgeCommunication(lists: Lists): Promise<Attempt<boolean>> {
  const { networks } = lists;
  if (!('value' in networks)) return networks;
  return attempt(async () =>
    networks.value.some((network) => isDefaultBridge(network) && bridgeCommunication(network) === true),
  );
}
