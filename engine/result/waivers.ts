import { z } from 'zod';
import { RuleId } from '../bundle/schema.ts';
import { PlimsollError } from '../errors.ts';
import { dateOrTime, isDateOrTime } from './dates.ts';

const oneOrMore = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema).min(1)]);
const Text = z.string().min(1);

/** What a waiver is for. Every key that is given must match; a list holds alternatives. */
export const WaiverMatch = z
  .strictObject({
    key: oneOrMore(Text).optional().describe('glob: * stops at /, ** does not'),
    labels: z.record(z.string(), oneOrMore(z.string())).optional().describe('each named label has one of the values'),
    imageDigest: oneOrMore(Text).optional().describe('digest of the image, or of the image of the container'),
    part: oneOrMore(Text).optional().describe('glob over the part of a finding: a mount, a port, a path'),
  })
  .refine((match) => Object.keys(match).length > 0, 'says what the waiver is for; key: "**" is everything')
  .meta({ minProperties: 1 });
export type WaiverMatch = z.infer<typeof WaiverMatch>;

/** An accepted, justified, expiring exception: one entry of `waivers.yaml`. It waives findings of `fail` only. */
export const Waiver = z.strictObject({
  kind: z.enum(['false-positive', 'risk-accepted', 'compensating-control', 'planned']),
  rule: oneOrMore(RuleId),
  match: WaiverMatch,
  reason: Text,
  requestedBy: Text,
  approvedBy: Text.describe('someone else than requestedBy'),
  expires: z.string().regex(dateOrTime, 'a date or an RFC 3339 time').describe('a date lasts to its end'),
  ticket: Text.optional(),
  compensatingControl: Text.optional().describe('required for kind compensating-control'),
});
export type Waiver = z.infer<typeof Waiver>;

/** `waivers.yaml`. */
export const WaiverFile = z.strictObject({ waivers: z.array(Waiver) });

export interface ParsedEntries<T> {
  entries: T[];
  /** Where each of them stands in the file, from 0. */
  positions: number[];
  /** One error for each entry that cannot be used. */
  errors: PlimsollError[];
  /** The same entries, for the result. */
  refused: { index: number; reason: string }[];
}

interface ReadOptions {
  /** Name of the file, for messages. */
  file?: string;
}

/**
 * Reads the parsed content of `waivers.yaml`: `{waivers: […]}` or the bare list.
 * Throws `waiver-invalid` for the first broken entry, the others in `others`.
 */
export function parseWaivers(value: unknown, options: ReadOptions = {}): Waiver[] {
  return allOrNothing(readWaivers(value, options));
}

/** The same for runs that nobody watches: what can be used, and an error for each entry that cannot. */
export function readWaivers(value: unknown, options: ReadOptions = {}): ParsedEntries<Waiver> {
  return readEntries(value, { ...options, name: 'waivers', code: 'waiver-invalid', schema: Waiver, faultOf });
}

function faultOf(waiver: Waiver): string | null {
  if (samePerson(waiver.requestedBy, waiver.approvedBy)) return 'approvedBy: somebody else than requestedBy approves';
  if (waiver.kind === 'compensating-control' && waiver.compensatingControl === undefined) {
    return 'compensatingControl: missing, and the kind asks for it';
  }
  return isDateOrTime(waiver.expires) ? null : `expires: ${waiver.expires} is no date`;
}

function samePerson(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

interface EntryOptions<T> extends ReadOptions {
  name: string;
  code: 'waiver-invalid' | 'attestation-invalid';
  schema: z.ZodType<T>;
  faultOf(entry: T): string | null;
}

/** Reads a list of entries one by one, so that one mistake does not hide another. */
export function readEntries<T>(value: unknown, options: EntryOptions<T>): ParsedEntries<T> {
  const { name, code, schema, file } = options;
  const result: ParsedEntries<T> = { entries: [], positions: [], errors: [], refused: [] };
  const fail = (message: string) =>
    result.errors.push(new PlimsollError(code, message, file === undefined ? {} : { place: { file } }));
  const list = listOf(value, name);
  if (list === null) fail(`A file of ${name} holds "${name}:" and a list.`);
  for (const [index, item] of (list ?? []).entries()) {
    const checked = schema.safeParse(item);
    const fault = checked.success ? options.faultOf(checked.data) : firstIssue(checked.error);
    if (checked.success && fault === null) {
      result.entries.push(checked.data);
      result.positions.push(index);
    } else {
      fail(`Entry ${index + 1} of ${name}: ${fault}.`);
      result.refused.push({ index, reason: fault ?? '' });
    }
  }
  return result;
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue!.path.join('.') || 'entry'}: ${issue!.message}`;
}

function listOf(value: unknown, name: string): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return null;
  const names = Object.keys(value);
  const list = (value as Record<string, unknown>)[name];
  return names.length === 1 && names[0] === name && Array.isArray(list) ? list : null;
}

export function allOrNothing<T>({ entries, errors }: ParsedEntries<T>): T[] {
  const [first, ...others] = errors;
  if (first === undefined) return entries;
  throw new PlimsollError(first.code, first.message, { ...(first.place ? { place: first.place } : {}), others });
}
