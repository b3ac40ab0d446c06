import path from 'node:path';
import { digestOf, type Facts, type MissingCode, type Problem } from '../../engine/index.ts';
import type { CollectContext, CollectSummary } from '../contract.ts';
import { decodeText } from '../host/file-names.ts';
import { type HostRoot, hostRoot } from '../host/host-root.ts';
import { missingCode, type Read } from '../host/read.ts';
import { contextNames } from './context.ts';
import { findDockerfiles } from './find.ts';
import { ignorePatterns } from './ignore-patterns.ts';
import { parseDockerfile } from './parse.ts';

/** Reads one Dockerfile, or all below a folder; each is one resource. Never throws. */
export async function collectDockerfiles(context: CollectContext): Promise<CollectSummary> {
  const target = path.resolve(context.target.address);
  const name = context.target.name ?? path.basename(target);
  if (!context.kinds.has('dockerfile')) return notRequested(name);
  const found = await findIn(target, context);
  if ('failure' in found) return failed(name, found.failure);
  const problems = [...found.problems];
  const unseen: { id: string; name: string; code: MissingCode }[] = [];
  for (const [index, file] of found.paths.entries()) {
    context.signal.throwIfAborted();
    const relative = file.slice(1);
    const bytes = await found.root.readBytes(file, context.limits.dockerfileBytes);
    if (!bytes.ok) {
      const code = missingCode(bytes) ?? 'vanished';
      unseen.push({ id: relative, name: relative, code });
      problems.push(unreadable(relative, code, context.limits.dockerfileBytes));
      continue;
    }
    problems.push(...(await emitDockerfile(found.root, file, bytes.value, context)));
    context.progress('dockerfile', index + 1, found.paths.length);
  }
  return summaryOf(name, found.paths.length, unseen, problems);
}

/** The root is the folder of a file, or the folder itself. */
async function findIn(
  target: string,
  context: CollectContext,
): Promise<{ root: HostRoot; paths: string[]; problems: Problem[] } | { failure: string }> {
  const options = { live: false, limits: context.limits, signal: context.signal };
  const folder = hostRoot({ path: path.dirname(target), ...options });
  const base = `/${path.basename(target)}`;
  const status = await folder.stat(base);
  if (status.ok && status.value.type === 'file') return { root: folder, paths: [base], problems: [] };
  const root = hostRoot({ path: target, ...options });
  const found = await findDockerfiles(root);
  if (!found.ok) {
    if (found.code === 'limit')
      return {
        failure: `${target} has more entries than the limit hostWalkEntries (${context.limits.hostWalkEntries}).`,
      };
    return {
      failure:
        found.code === 'absent' ? `There is no file or folder ${target}.` : `${target} cannot be read (${found.code}).`,
    };
  }
  if (found.value.paths.length === 0) return { failure: `There is no Dockerfile in ${target}.` };
  const problems = found.value.unread.map(
    (unread): Problem => ({
      code: 'folder-unreadable',
      message: `The folder ${unread.slice(1)} cannot be read, so Dockerfiles in it are not seen.`,
      kind: 'dockerfile',
      subject: unread.slice(1),
    }),
  );
  return { root, paths: found.value.paths, problems };
}

async function emitDockerfile(
  root: HostRoot,
  file: string,
  bytes: Buffer,
  context: CollectContext,
): Promise<Problem[]> {
  const relative = file.slice(1);
  const parsed = parseDockerfile(decodeText(bytes));
  const folder = path.posix.dirname(file) === '/' ? '' : path.posix.dirname(file);
  const ignore = await readIgnore(root, file, folder);
  const facts: Partial<Facts<'dockerfile'>> = {
    path: relative,
    reconstructed: false,
    image: null,
    digest: digestOf(bytes),
    ...parsed.facts,
  };
  const missing: Record<string, MissingCode> = { ...parsed.missing };
  if (ignore.ok) facts.ignore = ignore.value;
  else missing['ignore'] = missingCode(ignore) ?? 'vanished';
  const names = ignore.ok ? await contextNames(root, folder, ignore.value.patterns) : ignore;
  if (names.ok) facts.context = names.value;
  else missing['context'] = missingCode(names) ?? 'vanished';
  const key = `dockerfile/${relative}`;
  await context.emit({ kind: 'dockerfile', key, id: relative, name: relative, labels: {}, missing, facts });
  return [
    ...parsed.problems.map((problem) => ({
      ...problem,
      message: `${relative}: ${problem.message}`,
      subject: relative,
    })),
    ...(names.ok ? [] : [contextProblem(relative, missing['context'] ?? 'vanished')]),
  ];
}

/** The ignore file of this Dockerfile alone wins over that of its folder. */
async function readIgnore(
  root: HostRoot,
  file: string,
  folder: string,
): Promise<Read<NonNullable<Facts<'dockerfile'>['ignore']>>> {
  for (const candidate of [`${file}.dockerignore`, `${folder}/.dockerignore`]) {
    const text = await root.readText(candidate, root.limits.dockerfileBytes);
    if (text.ok) return { ok: true, value: { exists: true, patterns: ignorePatterns(text.value) } };
    if (text.code !== 'absent') return text;
  }
  return { ok: true, value: { exists: false, patterns: [] } };
}

function contextProblem(relative: string, code: string): Problem {
  const message = `The folder of ${relative} or its .dockerignore could not be read (${code}), so what it holds is not known.`;
  return { code: 'context-unread', message, kind: 'dockerfile', subject: relative };
}

function unreadable(relative: string, code: MissingCode, limit: number): Problem {
  if (code !== 'limit')
    return {
      code: 'file-unreadable',
      message: `${relative} cannot be read (${code}).`,
      kind: 'dockerfile',
      subject: relative,
    };
  const message = `${relative} is larger than the limit dockerfileBytes (${limit} bytes) and was not read.`;
  return { code: 'limit-reached', message, limit: 'dockerfileBytes', kind: 'dockerfile', subject: relative };
}

function summaryOf(
  name: string,
  expected: number,
  unseen: { id: string; name: string; code: MissingCode }[],
  problems: Problem[],
): CollectSummary {
  const seen = expected - unseen.length;
  const status = unseen.length === 0 ? 'complete' : seen === 0 ? 'failed' : 'partial';
  const coverage = { status, expected, seen, ...(unseen.length === 0 ? {} : { unseen }) } as const;
  return {
    name,
    status: status === 'failed' ? 'failed' : problems.length > 0 ? 'partial' : 'collected',
    kinds: { dockerfile: coverage },
    problems,
    phrase: seen === 1 ? '1 Dockerfile' : `${seen} Dockerfiles`,
    advice: null,
  };
}

function notRequested(name: string): CollectSummary {
  const kinds = { dockerfile: { status: 'not-requested', expected: 0, seen: 0 } } as const;
  return { name, status: 'collected', kinds, problems: [], phrase: 'not asked for', advice: null };
}

function failed(name: string, message: string): CollectSummary {
  return {
    name,
    status: 'failed',
    kinds: { dockerfile: { status: 'failed', expected: 1, seen: 0 } },
    problems: [{ code: 'target-failed', message, kind: 'dockerfile' }],
    phrase: 'not read',
    advice: null,
  };
}
