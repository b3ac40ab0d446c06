import type { Problem } from '../../engine/index.ts';
import type { CollectContext } from '../contract.ts';
import { type Client, connect } from '../docker/client.ts';
import { resolveEndpoint } from '../docker/endpoint.ts';
import type { Attempt } from '../docker/facts.ts';
import { runtimeOf } from '../docker/facts-engine.ts';
import { imageFacts, imageViewOf, referencesOf } from '../docker/facts-image.ts';
import { attempt, forEachLimited, pathOf } from '../docker/session.ts';
import { at, listOf, objectOf, textOf, textsOf, Unreadable } from '../docker/shape.ts';
import type { KnownImage } from './base.ts';
import { baseOf } from './facts-config.ts';
import type { OpenedImage, OpenedTarget } from './opened.ts';
import { checkConfiguredPlatform, type EngineImage, openEngineImage, parsePlatform } from './source/index.ts';

/**
 * Opens one image of the engine that DOCKER_HOST or the current context names.
 * @throws PlimsollError `image-unknown`, ApiFailure, EndpointError
 */
export async function openEngine(reference: string, context: CollectContext): Promise<OpenedTarget> {
  const endpoint = await resolveEndpoint('', context.environment);
  const client = await connect(endpoint, { limits: context.limits, signal: context.signal });
  try {
    const source = await openEngineImage(client, reference, { limits: context.limits });
    const asked = context.platform === null ? null : parsePlatform(context.platform);
    checkConfiguredPlatform(source.about.config as Record<string, unknown>, asked, `The engine's ${reference}`);
    const info = await attempt(async () => objectOf(await client.get('/info')));
    const uses = await countUses(client, textOf(source.inspect['Id']));
    const version = objectOf(client.version);
    const product = runtimeOf(version) === 'podman' ? 'Podman' : 'Docker';
    return {
      name: ('value' in info && textOf(info.value['Name'])) || 'docker',
      about: `${product} ${textOf(version['Version'])}`.trim(),
      images: [{ name: reference, open: async () => openedImage(source, uses) }],
      problems: [],
      known: () => knownImages(client, context.limits.apiConcurrency),
      close: async () => client.close(),
    };
  } catch (error) {
    client.close();
    throw error;
  }
}

/** An engine's image with the facts that the engine tells of it, as the collector of engines gives them. */
export function openedImage(source: EngineImage, containers: Attempt<number>): OpenedImage {
  const sheet = imageFacts(source.inspect, { history: source.history, containers });
  sheet.facts['source'] = source.about.source;
  try {
    sheet.facts['base'] = baseOf(source.about.config as Parameters<typeof baseOf>[0]);
    delete sheet.missing['base'];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    sheet.missing['base'] = error.code;
  }
  return { source, sheet };
}

async function countUses(client: Client, id: string): Promise<Attempt<number>> {
  return attempt(async () => {
    const containers = listOf(await client.get('/containers/json', { all: '1' }));
    return containers.filter((container) => textOf(objectOf(container)['ImageID']) === id).length;
  });
}

/** What all images of an engine are made of, to find bases among them. One that goes away meanwhile is none. */
export async function knownImages(client: Client, atOnce: number): Promise<KnownImage[] | Problem> {
  const known: KnownImage[] = [];
  const result = await attempt(async () => {
    const ids = listOf(await client.get('/images/json')).map((value) => textOf(objectOf(value)['Id']));
    await forEachLimited([...new Set(ids)].sort(), atOnce, async (id) => {
      const answer = await attempt(async () => knownImageOf(await client.get(pathOf`/images/${id}/json`)));
      if ('value' in answer) known.push(answer.value);
      else if (answer.failure?.status !== 404) throw answer.failure;
    });
  });
  if (result.failure === undefined) return known;
  const message = `The other images of the engine could not be asked for: ${result.failure.message}`;
  return { code: result.failure.code, message, kind: 'image' };
}

/** What an inspected image is made of. @throws Unreadable */
export function knownImageOf(answer: unknown): KnownImage {
  const inspect = objectOf(answer);
  return {
    id: textOf(inspect['Id']),
    references: referencesOf(inspect['RepoTags']),
    layers: textsOf(at(inspect, 'RootFS')['Layers']),
    createdAt: imageViewOf(inspect).createdAt,
  };
}
