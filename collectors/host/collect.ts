import { PlimsollError, type Problem } from '../../engine/index.ts';
import type { CollectContext, CollectSummary, Target } from '../contract.ts';
import { insideContainer } from './container.ts';
import { type HostRoot, hostRoot } from './host-root.ts';
import { valueOr } from './read.ts';
import { type HostReading, readHostFacts } from './read-facts.ts';

/** What a target of this collector points at. */
export function rootOf(target: Pick<Target, 'uri'>): { path: string; live: boolean } {
  if (target.uri.startsWith('rootfs:')) return { path: target.uri.slice('rootfs:'.length), live: false };
  return { path: target.uri.startsWith('host:') ? target.uri.slice('host:'.length) : '/', live: true };
}

/**
 * Reads one host and hands it over as one resource.
 * @throws PlimsollError `inside-container` when `host` would show a container; nothing else is ever thrown.
 */
export async function collectHost(context: CollectContext): Promise<CollectSummary> {
  const { path, live } = rootOf(context.target);
  const tooLarge = new Set<string>();
  const root = hostRoot({
    path,
    live,
    limits: context.limits,
    signal: context.signal,
    onTooLarge: (file) => tooLarge.add(file),
  });
  const sign = root.local ? await insideContainer(root) : null;
  if (sign !== null) throw insideContainerError(sign);
  const name = context.target.name ?? (await hostName(root));
  if (!context.kinds.has('host')) return notRequested(name);
  const unusable = await whyUnusable(root, path);
  if (unusable !== null) return failure(name, unusable, path);
  const reading = await readHostFacts(root, {
    files: context.files,
    signal: context.signal,
    progress: (done, expected) => context.progress('host', done, expected),
  });
  if (live && !(await root.stat('/proc/stat')).ok) reading.problems.push(noProcProblem(path));
  for (const file of tooLarge) reading.problems.push(tooLargeProblem(file, context.limits.hostFileBytes));
  const machineId = reading.facts['machineId'];
  const id = typeof machineId === 'string' ? machineId : name;
  await context.emit({
    kind: 'host',
    key: 'host',
    id,
    name,
    labels: {},
    missing: reading.missing,
    facts: reading.facts,
  });
  const summary = summaryOf(root, name, reading);
  return live || !context.imageContents || !context.kinds.has('image') ? summary : withImage(summary, path, context);
}

/** Reads a tree at rest as an image too, where a bundle asks for what is inside images. */
async function withImage(summary: CollectSummary, path: string, context: CollectContext): Promise<CollectSummary> {
  // The readers of contents are many modules: only a run that needs them loads them.
  const { emitRootImage } = await import('../image/root-image.ts');
  const { coverage, problems } = await emitRootImage(path, summary.name, context);
  const whole = coverage.status === 'complete' && problems.length === 0;
  return {
    ...summary,
    status: whole ? summary.status : 'partial',
    kinds: { ...summary.kinds, image: coverage },
    problems: [...summary.problems, ...problems],
  };
}

function insideContainerError(sign: string): PlimsollError {
  return new PlimsollError(
    'inside-container',
    `This is a container (${sign}): the target host would show it, not the host.`,
  );
}

/** The host's name, else that of its folder. The kernel's is only true without a detour. */
async function hostName(root: HostRoot): Promise<string> {
  const files = root.local ? ['/proc/sys/kernel/hostname', '/etc/hostname'] : ['/etc/hostname'];
  for (const file of files) {
    const text = valueOr(await root.readText(file), '');
    const line = text.split('\n').find((candidate) => candidate.trim() !== '' && !candidate.startsWith('#'));
    if (line !== undefined) return line.trim().slice(0, 253);
  }
  return root.path.split('/').at(-1) || 'host';
}

function noProcProblem(path: string): Problem {
  const message = `There is no /proc below ${path}: mount the host with everything below it, or use rootfs:${path} for a tree at rest.`;
  return { code: 'proc-missing', message, kind: 'host', subject: path };
}

function tooLargeProblem(file: string, maximum: number): Problem {
  const message = `${file} is larger than the limit hostFileBytes (${maximum} bytes) and was not read.`;
  return { code: 'limit-reached', message, limit: 'hostFileBytes', kind: 'host', subject: file };
}

async function whyUnusable(root: HostRoot, path: string): Promise<string | null> {
  const folder = await root.list('/');
  if (!folder.ok)
    return folder.code === 'absent'
      ? `There is no folder ${path}.`
      : `The folder ${path} cannot be read (${folder.code}).`;
  return folder.value.length === 0 ? `The folder ${path} is empty.` : null;
}

function notRequested(name: string): CollectSummary {
  const kinds = { host: { status: 'not-requested', expected: 0, seen: 0 } } as const;
  return { name, status: 'collected', kinds, problems: [], phrase: 'not asked for', advice: null };
}

function failure(name: string, message: string, subject: string): CollectSummary {
  return {
    name,
    status: 'failed',
    kinds: { host: { status: 'failed', expected: 1, seen: 0 } },
    problems: [{ code: 'target-failed', message, kind: 'host', subject }],
    phrase: 'not read',
    advice: null,
  };
}

function summaryOf(root: HostRoot, name: string, reading: HostReading): CollectSummary {
  const codes = Object.values(reading.missing);
  const denied = codes.includes('permission-denied') || hasDenied(reading.facts);
  // What a host simply does not have is no gap in the collection.
  const partial = denied || codes.some((code) => code !== 'not-supported') || reading.problems.length > 0;
  const release = reading.facts['osRelease'] as { name: string } | undefined;
  const isRoot = process.geteuid?.() === 0;
  const told = partial ? [denied && !isRoot ? 'partly read: not root' : 'partly read'] : [];
  return {
    name,
    ...(release === undefined ? {} : { about: release.name }),
    status: partial ? 'partial' : 'collected',
    kinds: { host: { status: partial ? 'partial' : 'complete', expected: 1, seen: 1 } },
    problems: reading.problems,
    phrase: [release?.name ?? (root.live ? 'host' : 'root file system'), ...told].join(', '),
    advice: denied && !isRoot ? 'run it as root: sudo plimsoll audit' : null,
  };
}

/** Whether an item inside a fact could not be read for lack of rights. */
function hasDenied(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasDenied);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, member]) => (name === 'error' && member === 'permission-denied') || hasDenied(member),
  );
}
