import { canonicalJson, type Resource } from '../../engine/index.ts';
import type { Change, ImageFacts } from './contract.ts';
import { changesOf } from './files.ts';

/** Facts of a configuration as entries `what\nname` → value. */
const readings = {
  os: ({ os }) => single('operating system', os),
  architecture: ({ architecture }) => single('architecture', architecture),
  distribution: ({ distribution }) =>
    single('distribution', distribution && (distribution === null ? 'none' : distribution.name)),
  base: ({ base }) => single('base', base && ([base.name, base.digest].filter(Boolean).join(' ') || 'not stated')),
  user: ({ user }) => single('user', user ?? 'none'),
  entrypoint: ({ entrypoint }) => single('entrypoint', entrypoint && JSON.stringify(entrypoint)),
  command: ({ command }) => single('command', command && JSON.stringify(command)),
  workingDirectory: ({ workingDirectory }) => single('working directory', workingDirectory ?? '/'),
  healthcheck: ({ healthcheck }) =>
    single('healthcheck', healthcheck === null ? 'none' : healthcheck && canonicalJson(healthcheck)),
  env: ({ env }) =>
    (env ?? []).map(({ name, hasValue }) => [`environment\n${name}`, hasValue ? 'with a value' : 'empty'] as const),
  exposedPorts: ({ exposedPorts }) =>
    (exposedPorts ?? []).map(({ port, protocol }) => [`port\n${port}/${protocol}`, 'exposed'] as const),
  volumes: ({ volumes }) => (volumes ?? []).map((path) => [`volume\n${path}`, 'declared'] as const),
} satisfies Partial<Record<keyof ImageFacts, (facts: ImageFacts) => Entry[]>>;

type Entry = readonly [key: string, value: string];

/** Facts that {@link compareConfiguration} compares. */
export const configurationFacts = Object.keys(readings) as (keyof typeof readings)[];

/** Settings and labels that differ; facts that one side does not tell are left out. Values are as redacted. */
export function compareConfiguration(before: Resource, after: Resource): Change[] {
  const [old, fresh] = [before as ImageFacts, after as ImageFacts];
  const told = configurationFacts.filter((fact) => old[fact] !== undefined && fresh[fact] !== undefined);
  const read = (facts: ImageFacts) => new Map(told.flatMap((fact) => readings[fact](facts)));
  return [...changesOf(read(old), read(fresh)), ...changesOf(labelsOf(before), labelsOf(after))];
}

function single(what: string, value: string | null | undefined): Entry[] {
  return value === null || value === undefined ? [] : [[`${what}\n`, value]];
}

function labelsOf({ labels }: Resource): Map<string, string> {
  return new Map(Object.entries(labels).map(([name, value]) => [`label\n${name}`, value]));
}
