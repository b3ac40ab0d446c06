import { PlimsollError } from '../errors.ts';
import { canonicalJson } from './canonical.ts';
import { resourceText } from './line.ts';
import type { MissingCode, Problem } from './schema.ts';
import type { CollectedResource, ValidFacts } from './validate.ts';

/** One resource of a spool: what it is sorted by, and its canonical line. */
export interface SpoolEntry {
  key: string;
  id: string;
  line: Buffer;
}

/** Room that is kept in a line for the target's name and a number behind the key. */
const nameRoom = 1024;

/**
 * Makes the line of a resource, its key still without the target's name. Beyond the limit the largest facts become
 * missing (`limit`), then the labels are left out, each with a problem; a bare head that is still too long throws.
 */
export function fitLine(
  resource: CollectedResource,
  valid: ValidFacts,
  target: number,
  limit: number,
): { entry: SpoolEntry; problems: Problem[] } {
  const problems: Problem[] = [];
  const facts = { ...valid.facts };
  const missing: Record<string, MissingCode> = { ...valid.missing };
  let labels = resource.labels;
  const most = Math.max(1, limit - nameRoom);
  let line = makeLine(resource, target, labels, missing, facts);
  while (line.length > most) {
    const largest = largestFact(facts);
    const dropped = largest ?? 'labels';
    if (largest === null && Object.keys(labels).length === 0) throw tooLong(resource, limit);
    if (largest === null) {
      labels = {};
    } else {
      delete facts[largest];
      for (const path of Object.keys(missing)) if (path.startsWith(`${largest}.`)) delete missing[path];
      missing[largest] = 'limit';
    }
    const message = `${dropped} left out: the resource is longer than resourceLineBytes (${limit})`;
    problems.push({ code: 'limit', message, limit: 'resourceLineBytes', kind: resource.kind, subject: resource.id });
    line = makeLine(resource, target, labels, missing, facts);
  }
  const [key, id] = [resource.key.toWellFormed(), resource.id.toWellFormed()];
  return { entry: { key, id, line }, problems };
}

function makeLine(
  resource: CollectedResource,
  target: number,
  labels: Readonly<Record<string, string>>,
  missing: Record<string, MissingCode>,
  facts: Record<string, unknown>,
): Buffer {
  const { kind, key, id, name } = resource;
  const text = resourceText({ kind, key, id, name, labels, missing, target }, facts);
  // only a lone surrogate is written as \ud…; it has no UTF-8 and would be ordered differently by every reader
  if (!/\\ud[89a-f]/.test(text)) return Buffer.from(text);
  const sound = wellFormed({ kind, key, id, name, labels, missing, target }) as Parameters<typeof resourceText>[0];
  return Buffer.from(resourceText(sound, wellFormed(facts) as Record<string, unknown>));
}

/** The value with U+FFFD for every lone surrogate. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormed(member)]));
}

function largestFact(facts: Record<string, unknown>): string | null {
  const sizes = Object.entries(facts).map(([name, value]) => ({ name, size: canonicalJson(value).length }));
  const largest = sizes.sort((a, b) => b.size - a.size)[0];
  return largest?.name ?? null;
}

function tooLong(resource: CollectedResource, limit: number): PlimsollError {
  const what = `The limit resourceLineBytes of ${limit} is reached by the names of a ${resource.kind} alone.`;
  return new PlimsollError('limit-reached', what);
}

/** The line with the target's name before its key: `web-01/container/shop/web/1`. */
export function withKeyPrefix(kind: string, targetName: string, entry: SpoolEntry): Buffer {
  const name = JSON.stringify(targetName.toWellFormed());
  if (name.length > nameRoom / 2) {
    throw new PlimsollError('configuration-invalid', `The name of a target is longer than ${nameRoom / 2} characters.`);
  }
  const start = Buffer.from(`{"kind":${JSON.stringify(kind)},"key":"`);
  const { line } = entry;
  return Buffer.concat([start, Buffer.from(`${name.slice(1, -1)}/`), line.subarray(start.length)]);
}

/** The entry under another key. */
export function withKey(kind: string, entry: SpoolEntry, key: string): SpoolEntry {
  const before = `{"kind":${JSON.stringify(kind)},"key":`;
  const rest = entry.line.subarray(Buffer.byteLength(before + JSON.stringify(entry.key)));
  return { key, id: entry.id, line: Buffer.concat([Buffer.from(before + JSON.stringify(key)), rest]) };
}
