import { PlimsollError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { compareText } from './canonical.ts';
import { checkFacts } from './check-line.ts';
import { isKind, type KindName } from './kinds/index.ts';
import { headText, readHead, readHeadText } from './line.ts';
import type { SnapshotAge } from './read-frame.ts';
import { Head, type Header } from './schema.ts';
import { namesFact } from './shape.ts';
import { shapeOfKind } from './validate.ts';

/** Reads the resource lines of one snapshot in their order. */
export interface LineReader {
  /** Checks a line: canonical head, order, complete facts. Throws `snapshot-invalid` or `limit-reached`. */
  read(line: Uint8Array): void;
  /** A checked line as rules may see it; null for a kind this version does not know. */
  pass(line: Uint8Array): Uint8Array | null;
  /** Resources read so far, by `<kind>\n<target>`. */
  counts: ReadonlyMap<string, number>;
  /** Resources of known kinds. */
  known(): number;
}

/** Opens a reader. A snapshot of an older version lacks facts, which are then listed as `older-snapshot`. */
export function openLineReader(header: Header, age: SnapshotAge, limits: Limits): LineReader {
  const targets = new Set(header.targets.map((target) => target.id));
  const counts = new Map<string, number>();
  let previous: Head | undefined;
  let total = 0;
  let known = 0;

  function read(line: Uint8Array): void {
    const { head, factsOffset, text } = readHeadText(line);
    total += 1;
    if (total > limits.snapshotResources) {
      throw new PlimsollError(
        'limit-reached',
        `The limit snapshotResources of ${limits.snapshotResources} is reached.`,
      );
    }
    checkHead(head, text);
    if (!targets.has(head.target)) throw invalid(`Target ${head.target} is not in the header.`);
    if (previous !== undefined && compareHeads(previous, head) >= 0) throw invalid(`${head.key} is out of order.`);
    previous = head;
    const group = `${head.kind}\n${head.target}`;
    counts.set(group, (counts.get(group) ?? 0) + 1);
    if (!isKind(head.kind)) {
      if (age !== 'newer') throw invalid(`The kind ${head.kind} does not exist.`);
      return;
    }
    known += 1;
    const absent = checkLine(line, head, factsOffset, age);
    if (absent.length > 0 && age !== 'older') throw invalid(`${head.key} has no ${absent.join(', no ')}.`);
  }

  function pass(line: Uint8Array): Uint8Array | null {
    const { head, factsOffset } = readHead(line);
    if (!isKind(head.kind)) return null;
    if (age !== 'older') return line;
    const absent = checkLine(line, head, factsOffset, age);
    if (absent.length === 0) return line;
    const missing = { ...head.missing, ...Object.fromEntries(absent.map((path) => [path, 'older-snapshot' as const])) };
    return Buffer.concat([Buffer.from(headText({ ...head, missing })), line.subarray(factsOffset)]);
  }

  return { read, pass, counts, known: () => known };
}

/** The head as it must stand in the line: right types, order and text, which is proved by writing it again. */
function checkHead(head: Head, text: string): void {
  if (!isHead(head)) {
    const [issue] = Head.safeParse(head).error?.issues ?? [];
    const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its top'}: ${issue.message}`;
    throw invalid(`The head of a resource breaks its schema${where}.`);
  }
  if (headText(head) !== text) {
    throw invalid('The head of a resource is not in canonical form.');
  }
}

const missingCodes: ReadonlySet<unknown> = new Set(Head.shape.missing.valueType.options);

/** The same question as the schema answers, an order of magnitude faster. */
function isHead(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, key, id, name, labels, missing, target } = value as Record<string, unknown>;
  if (![kind, key, id, name].every((text) => typeof text === 'string' && text.isWellFormed())) return false;
  if (!isMap(labels, (text) => typeof text === 'string')) return false;
  if (!isMap(missing, (code) => missingCodes.has(code))) return false;
  return Number.isSafeInteger(target) && (target as number) > 0 && Object.keys(value).length === 7;
}

function isMap(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isMember);
}

function checkLine(line: Uint8Array, head: Head, factsOffset: number, age: SnapshotAge): string[] {
  const shape = shapeOfKind(head.kind as KindName);
  const allowUnknown = age === 'newer';
  const { absent, wrong } = checkFacts(line, factsOffset, shape, head.missing, { allowUnknown });
  if (wrong !== null) throw invalid(`${head.key}: ${wrong}.`);
  const strange = allowUnknown ? undefined : Object.keys(head.missing).find((path) => !namesFact(shape, path));
  if (strange !== undefined) throw invalid(`${head.key}: missing "${strange}" is no fact of the kind ${head.kind}.`);
  return absent;
}

/** Order of a snapshot's lines. */
function compareHeads(a: Head, b: Head): number {
  return compareText(a.kind, b.kind) || a.target - b.target || compareText(a.key, b.key);
}

function invalid(message: string): PlimsollError {
  return new PlimsollError('snapshot-invalid', message);
}
