import { z } from 'zod';
import { PlimsollError } from '../errors.ts';
import { canonicalJson } from './canonical.ts';
import { isKind } from './kinds/index.ts';
import { End, Header, snapshotVersion } from './schema.ts';

/** How the addition that wrote a snapshot stands to ours: an older one lacks facts, a newer one has more. */
export type SnapshotAge = 'older' | 'same' | 'newer';

const HeaderLine = z.strictObject({ snapshot: Header });
const EndLine = z.strictObject({ end: End });
const DigestLine = z.strictObject({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) });

/** Reads the first line. Throws `snapshot-invalid`, or `snapshot-version` for another model, naming both. */
export function parseHeader(line: Uint8Array): { header: Header; age: SnapshotAge } {
  const value = parse(line);
  const version = versionOf(value);
  const age = compareVersions(version);
  const checked = HeaderLine.safeParse(value);
  if (!checked.success) throw broken('The header', checked.error);
  const { snapshot } = checked.data;
  const ids = snapshot.targets.map((target) => target.id);
  if (ids.some((id, index) => index > 0 && id <= ids[index - 1]!))
    throw invalid('Targets of the header are not in order.');
  refuseOtherForm(line, checked.data);
  return { header: snapshot, age };
}

function versionOf(value: unknown): string {
  const snapshot = (value as { snapshot?: { version?: unknown } } | null)?.snapshot;
  const version = snapshot?.version;
  if (typeof version !== 'string' || !/^\d{1,6}-\d{1,6}-\d{1,6}$/.test(version)) {
    throw invalid('The header names no version of the model.');
  }
  return version;
}

function compareVersions(version: string): SnapshotAge {
  const theirs = version.split('-').map(Number);
  const ours = snapshotVersion.split('-').map(Number);
  if (theirs[0] !== ours[0]) {
    const message = `The snapshot has model ${version}, and this version reads ${snapshotVersion}.`;
    throw new PlimsollError('snapshot-version', message);
  }
  const difference = theirs[1]! - ours[1]! || theirs[2]! - ours[2]!;
  if (difference === 0) return 'same';
  return difference < 0 ? 'older' : 'newer';
}

/** Reads the line behind the resources and compares it with what was there. Throws `snapshot-invalid`. */
export function parseEnd(line: Uint8Array, header: Header, age: SnapshotAge, counts: ReadonlyMap<string, number>): End {
  const checked = EndLine.safeParse(parse(line));
  if (!checked.success) throw broken('The end', checked.error);
  refuseOtherForm(line, checked.data);
  const { end } = checked.data;
  const expected = header.targets.map((target) => target.id).join(', ');
  if (end.targets.map((target) => target.id).join(', ') !== expected) {
    throw invalid(`The end does not name the targets of the header (${expected}) in their order.`);
  }
  const open = new Map(counts);
  for (const target of end.targets) {
    for (const [kind, coverage] of Object.entries(target.kinds)) {
      if (!isKind(kind) && age !== 'newer') throw invalid(`The end names a kind that does not exist: ${kind}.`);
      const name = `${kind}\n${target.id}`;
      const count = counts.get(name) ?? 0;
      open.delete(name);
      if (coverage.seen !== count) {
        throw invalid(
          `The end counts ${coverage.seen} of kind ${kind} in target ${target.id}, and there are ${count}.`,
        );
      }
      const whole = coverage.expected === coverage.seen && (coverage.unseen ?? []).length === 0;
      if (coverage.expected < coverage.seen || (coverage.status === 'complete' && !whole)) {
        throw invalid(`The coverage of kind ${kind} in target ${target.id} contradicts itself.`);
      }
    }
  }
  for (const name of open.keys())
    throw invalid(`The end does not cover the kind ${name.replace('\n', ' of target ')}.`);
  return end;
}

/** The digest that a last line gives; null: it is no digest line. */
export function parseDigest(line: Uint8Array): string | null {
  try {
    const checked = DigestLine.safeParse(parse(line));
    return checked.success && canonicalJson(checked.data) === Buffer.from(line).toString() ? checked.data.digest : null;
  } catch {
    return null;
  }
}

function parse(line: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString());
  } catch (cause) {
    throw new PlimsollError('snapshot-invalid', 'A line is not JSON.', { cause });
  }
}

/** One text for one content: whatever is not canonical was not written by us, or was changed. */
function refuseOtherForm(line: Uint8Array, value: unknown): void {
  if (Buffer.from(canonicalJson(value)).equals(line)) return;
  throw invalid('A line is not in canonical form.');
}

function broken(what: string, error: z.ZodError): PlimsollError {
  const [issue] = error.issues;
  return invalid(`${what} breaks its schema at ${issue!.path.join('.') || 'its top'}: ${issue!.message}.`);
}

function invalid(message: string): PlimsollError {
  return new PlimsollError('snapshot-invalid', message);
}
