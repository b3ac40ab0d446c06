import path from 'node:path';
import {
  comparePackages,
  compareText,
  digestOf,
  kinds,
  type MissingCode,
  PlimsollError,
  type Problem,
  toPlimsollError,
} from '../../engine/index.ts';
import type { CollectContext, CollectSummary } from '../contract.ts';
import { hostRoot } from '../host/host-root.ts';
import { packageFacts } from '../image/package-facts.ts';
import type { FoundPackage } from '../packages/contract.ts';
import { redactText } from '../redact.ts';
import { readSbom, type SbomReading } from './read.ts';

/**
 * Reads one SBOM as one image, of which the packages are known and nothing else. A file that is none is a target that
 * failed; one that breaks its specification is read as far as it is sound, and told.
 */
export async function collectSbom(context: CollectContext): Promise<CollectSummary> {
  const file = path.resolve(context.target.address);
  const name = context.target.name ?? path.basename(file);
  if (!context.kinds.has('image')) return summaryOf(name, 'not-requested', []);
  let bytes: Uint8Array;
  let reading: SbomReading;
  try {
    bytes = await readFile(file, context);
    reading = await readSbom(bytes, { file: path.basename(file), limits: context.limits });
  } catch (error) {
    const { code, message, next } = toPlimsollError(error);
    const problem: Problem = {
      code,
      message: redactText(`${message}. ${next}`),
      kind: 'image',
      subject: context.target.address,
      ...(code === 'limit-reached' ? { limit: 'sbomBytes' } : {}),
    };
    return { ...summaryOf(name, 'failed', [problem]), status: 'failed', phrase: 'not read' };
  }
  const { facts, missing } = factsOf(reading);
  const shown = redactText(reading.name ?? path.basename(file));
  await context.emit({
    kind: 'image',
    key: `image/${shown}`,
    id: digestOf(bytes),
    name: shown,
    labels: {},
    missing,
    facts,
  });
  const problems = reading.problems.map((problem) => ({
    ...problem,
    message: redactText(problem.message),
    ...(problem.subject === undefined ? {} : { subject: redactText(problem.subject) }),
  }));
  const count = reading.packages?.length;
  return {
    ...summaryOf(name, 'complete', problems),
    about: reading.format,
    phrase: count === undefined ? 'packages not read' : `${count} package${count === 1 ? '' : 's'}`,
  };
}

async function readFile(file: string, { limits, signal }: CollectContext): Promise<Uint8Array> {
  const root = hostRoot({ path: path.dirname(file), live: false, limits, signal });
  const read = await root.readBytes(`/${path.basename(file)}`, limits.sbomBytes);
  if (read.ok) return read.value;
  if (read.code === 'limit') {
    throw new PlimsollError('limit-reached', `${file} is larger than the limit sbomBytes (${limits.sbomBytes})`);
  }
  throw new PlimsollError('file-unreadable', `${file} cannot be read (${read.code})`);
}

function factsOf({ packages, unread }: SbomReading): {
  facts: Record<string, unknown>;
  missing: Record<string, MissingCode>;
} {
  const facts: Record<string, unknown> = { source: 'sbom' };
  if (packages !== null) facts['packages'] = packageFacts(redacted(packages).sort(byName), () => null, null);
  const missing: Record<string, MissingCode> = {};
  for (const fact of Object.keys(kinds.image.shape)) {
    if (fact in facts) continue;
    missing[fact] = fact === 'packages' ? (unread ?? 'parse-error') : 'not-supported';
  }
  return { facts, missing };
}

/** An SBOM is a foreign text in all its parts. */
function redacted(packages: readonly FoundPackage[]): FoundPackage[] {
  const clean = (text: string | null) => (text === null ? null : redactText(text).toWellFormed());
  return packages.map((found) => ({
    ...found,
    name: clean(found.name) ?? '',
    version: clean(found.version) ?? '',
    purl: clean(found.purl),
    architecture: clean(found.architecture),
    sourceName: clean(found.sourceName),
    sourceVersion: clean(found.sourceVersion),
    path: clean(found.path) ?? '',
  }));
}

function byName(a: FoundPackage, b: FoundPackage): number {
  return comparePackages(a, b) || compareText(a.purl ?? '', b.purl ?? '');
}

function summaryOf(name: string, status: 'complete' | 'failed' | 'not-requested', problems: Problem[]): CollectSummary {
  const read = status === 'complete' ? 1 : 0;
  return {
    name,
    status: problems.length === 0 ? 'collected' : 'partial',
    kinds: { image: { status, expected: read, seen: read } },
    problems,
    phrase: 'not asked for',
    advice: null,
  };
}
