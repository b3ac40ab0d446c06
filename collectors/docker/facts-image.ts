import type { Facts } from '../../engine/index.ts';
import { environmentVariable, redactCommand } from '../redact.ts';
import { type Attempt, type FactSheet, type Readers, readFacts, readValue } from './facts.ts';
import { healthcheckOf } from './facts-container.ts';
import { portOf } from './facts-ports.ts';
import { redactBuildStep } from './history.ts';
import {
  argumentsOf,
  at,
  integerOf,
  type Json,
  listOf,
  objectOf,
  sortedBy,
  sortedTexts,
  textOf,
  textOrNull,
  textsOf,
  timeOf,
  timeOfSeconds,
  Unreadable,
} from './shape.ts';

type ImageFacts = Facts<'image'>;

/** What a container shows of its image. */
export interface ImageView {
  tags: string[];
  digests: string[];
  user: string | null;
  createdAt: string | null;
}

/** Facts that only an opened image has; an engine that is asked about its images does not open them. */
const contentFacts = [
  'base',
  'contents',
  'distribution',
  'files',
  'layerContents',
  'leftovers',
  'licenseTexts',
  'packageManagers',
  'packages',
  'privilegedFiles',
  'secrets',
  'signatures',
  'tools',
  'unownedFiles',
  'unpackagedExecutables',
  'users',
  'worldWritable',
] as const satisfies readonly (keyof ImageFacts)[];

interface ImageJoin {
  history: Attempt<unknown>;
  /** How many containers are made from it. */
  containers: Attempt<number>;
}

/** Facts of one image. @param inspect - the answer to GET /images/{id}/json. */
export function imageFacts(inspect: Json, join: ImageJoin): FactSheet {
  const config = () => at(inspect, 'Config');
  const readers: Readers<ImageFacts> = {
    ...unopened(),
    source: () => 'engine',
    tags: () => referencesOf(inspect['RepoTags']),
    digests: () => referencesOf(inspect['RepoDigests']),
    dangling: () => referencesOf(inspect['RepoTags']).length === 0,
    os: () => textOf(inspect['Os']),
    architecture: () => textOf(inspect['Architecture']),
    createdAt: () => imageTime(inspect['Created']),
    size: () => integerOf(inspect['Size']),
    user: () => textOrNull(config()['User']),
    entrypoint: () => redactCommand(argumentsOf(config()['Entrypoint'])),
    command: () => redactCommand(argumentsOf(config()['Cmd'])),
    env: () => sortedBy(textsOf(config()['Env']).map(environmentVariable), (variable) => variable.name),
    exposedPorts: () => exposedPortsOf(config()['ExposedPorts']),
    volumes: () => sortedTexts(Object.keys(objectOf(config()['Volumes']))),
    healthcheck: () => healthcheckOf(config()['Healthcheck']),
    workingDirectory: () => textOrNull(config()['WorkingDir']),
    history: () => listOf(readValue(join.history)).map(historyEntryOf).reverse(),
    layers: () => textsOf(at(inspect, 'RootFS')['Layers']),
    containers: () => readValue(join.containers),
  };
  return readFacts(readers);
}

function unopened(): Pick<Readers<ImageFacts>, (typeof contentFacts)[number]> {
  const refuse = () => {
    throw new Unreadable('not-requested', 'the image was not opened');
  };
  return Object.fromEntries(contentFacts.map((name) => [name, refuse])) as never;
}

/** The part of an image that its containers show. @throws Unreadable */
export function imageViewOf(inspect: Json): ImageView {
  return {
    tags: referencesOf(inspect['RepoTags']),
    digests: referencesOf(inspect['RepoDigests']),
    user: textOrNull(at(inspect, 'Config')['User']),
    createdAt: imageTime(inspect['Created']),
  };
}

/** References, sorted; engines write `<none>` for none. */
export function referencesOf(value: unknown): string[] {
  return sortedTexts(textsOf(value).filter((reference) => !reference.includes('<none>')));
}

/** Reproducible builds write the first second of 1970, or of 1980 where an archive format cannot go further back. */
function imageTime(value: unknown): string | null {
  const time = timeOf(value);
  return time === '1970-01-01T00:00:00Z' || time?.startsWith('1980-01-01T00:00:0') ? null : time;
}

function exposedPortsOf(value: unknown): ImageFacts['exposedPorts'] {
  const ports = Object.keys(objectOf(value))
    .map(portOf)
    .map(({ containerPort, protocol }) => ({ port: containerPort, protocol }));
  return ports.sort((one, other) => one.port - other.port || (one.protocol < other.protocol ? -1 : 1));
}

function historyEntryOf(value: unknown): ImageFacts['history'][number] {
  const entry = objectOf(value);
  return {
    createdAt: timeOfSeconds(entry['Created']),
    createdBy: redactBuildStep(textOf(entry['CreatedBy'])),
    emptyLayer: integerOf(entry['Size']) === 0,
  };
}
