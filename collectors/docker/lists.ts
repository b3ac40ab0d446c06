import type { KindName } from '../../engine/index.ts';
import type { ApiFailure } from './api-failure.ts';
import type { Attempt } from './facts.ts';
import { referencesOf } from './facts-image.ts';
import { attempt, failureFrom, type Session } from './session.ts';
import { at, flagOf, type Json, listOf, objectOf, textOf, textsOf } from './shape.ts';

type Listing<T> = Attempt<T> & { failure?: ApiFailure };

/** One line of GET /containers/json: enough to look for it and to join others with it. */
export interface ListedContainer {
  id: string;
  name: string;
  imageId: string;
  /** As the engine gave it: read where it is used, so that a strange one costs no more than that. */
  state: unknown;
  created: unknown;
  networks: { id: string; name: string }[];
  volumes: string[];
}

/** One line of GET /images/json. */
export interface ListedImage {
  id: string;
  tags: string[];
  /** As the engine gave it. */
  created: unknown;
}

/** Everything the engine lists, each list with its own failure. */
export interface Lists {
  info: Listing<Json>;
  containers: Listing<ListedContainer[]>;
  images: Listing<ListedImage[]>;
  networks: Listing<readonly Json[]>;
  volumes: Listing<readonly Json[]>;
  services: Listing<readonly Json[]>;
  nodes: Listing<readonly Json[]>;
  swarm: Listing<Json>;
  secrets: Listing<number>;
  /** Whether this node controls a swarm; null: not known. */
  manager: boolean | null;
}

const notAsked = { code: 'not-requested' } as const;

/** Reads the lists, and those of a swarm where this node controls one. */
export async function readLists(session: Session): Promise<Lists> {
  const { client } = session;
  const needed = (wanted: boolean, path: string) =>
    wanted ? attempt(() => client.get(path)) : Promise.resolve<Listing<unknown>>(notAsked);
  const [info, containers, images, networks, volumes] = await Promise.all([
    attempt(async () => objectOf(await client.get('/info'))),
    attempt(async () => listOf(await client.get('/containers/json', { all: '1' })).map(listedContainer)),
    attempt(async () => listOf(await client.get('/images/json')).map(listedImage)),
    attempt(async () => listOf(await client.get('/networks')).map(objectOf)),
    attempt(async () => listOf(objectOf(await client.get('/volumes'))['Volumes']).map(objectOf)),
  ]);
  const manager = 'value' in info ? isManager(info.value) : null;
  const asks = manager === true;
  const [swarm, services, nodes, secrets] = await Promise.all([
    needed(asks, '/swarm').then((answer) => mapped(answer, objectOf)),
    needed(asks, '/services').then((answer) => mapped(answer, (value) => listOf(value).map(objectOf))),
    needed(asks, '/nodes').then((answer) => mapped(answer, (value) => listOf(value).map(objectOf))),
    needed(asks && session.wants('swarm'), '/secrets').then((answer) =>
      mapped(answer, (value) => listOf(value).length),
    ),
  ]);
  return { info, containers, images, networks, volumes, services, nodes, swarm, secrets, manager };
}

/** Counts a list, or says that it failed; the items where it was read. */
export function countList<T>(session: Session, kind: KindName, list: Listing<readonly T[]>): readonly T[] {
  if (!session.wants(kind)) return [];
  if ('value' in list) {
    session.coverage.listed(kind, list.value.length);
    return list.value;
  }
  if (list.failure !== undefined) session.coverage.failed(kind, list.failure);
  return [];
}

function mapped<T>(answer: Listing<unknown>, map: (value: unknown) => T): Listing<T> {
  if (!('value' in answer)) return answer;
  const { value } = answer;
  return syncAttempt(() => map(value));
}

function syncAttempt<T>(read: () => T): Listing<T> {
  try {
    return { value: read() };
  } catch (error) {
    const failure = failureFrom(error);
    return { code: failure.code, failure };
  }
}

function isManager(info: Json): boolean {
  return flagOf(at(info, 'Swarm')['ControlAvailable']);
}

function listedContainer(value: unknown): ListedContainer {
  const container = objectOf(value);
  const names = textsOf(container['Names']).map((name) => name.replace(/^\//, ''));
  return {
    id: textOf(container['Id']),
    // Further names are those that links gave it, with a slash inside.
    name: names.find((name) => !name.includes('/')) ?? textOf(container['Id']).slice(0, 12),
    imageId: textOf(container['ImageID']),
    state: container['State'],
    created: container['Created'],
    networks: Object.entries(at(container, 'NetworkSettings.Networks')).map(([name, endpoint]) => ({
      name,
      id: textOf(objectOf(endpoint)['NetworkID']),
    })),
    volumes: listOf(container['Mounts'])
      .map((mount) => textOf(objectOf(mount)['Name']))
      .filter((name) => name !== ''),
  };
}

function listedImage(value: unknown): ListedImage {
  const image = objectOf(value);
  return { id: textOf(image['Id']), tags: referencesOf(image['RepoTags']), created: image['Created'] };
}
