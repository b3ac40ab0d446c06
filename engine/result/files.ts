import type { z } from 'zod';
import { PlimsollError } from '../errors.ts';
import { type Limits, limitsWith } from '../limits.ts';
import { canonicalJson } from '../snapshot/canonical.ts';
import { digestOf } from '../snapshot/digest.ts';
import { Outcome, Result, ResultResource } from './schema.ts';

/** The lists that may stand in files of their own beside `result.json`. */
const lists = {
  'resources.ndjson': { list: 'resources', limit: 'resultInlineResources' },
  'outcomes.ndjson': { list: 'outcomes', limit: 'resultInlineOutcomes' },
} as const;

const listSchemas: Record<'resources' | 'outcomes', z.ZodType> = { resources: ResultResource, outcomes: Outcome };

/** A file to write. */
export interface ResultFile {
  name: string;
  bytes: Uint8Array;
}

/** A result as it is stored. */
export interface SplitResult {
  /** What stands in `result.json`: lists that are too long are empty here and named in `siblings`. */
  document: Result;
  /** `result.json` first, then the files beside it. */
  files: ResultFile[];
}

/**
 * The files of a result: `result.json`, and one NDJSON file for each list that is longer than its limit
 * (`resultInlineResources`, `resultInlineOutcomes`). All of it is canonical.
 */
export function splitResult(result: Result, limits: Limits = limitsWith()): SplitResult {
  const document: Result = { ...result, siblings: [] };
  const files: ResultFile[] = [];
  for (const [name, { list, limit }] of Object.entries(lists)) {
    const items: readonly unknown[] = result[list];
    if (items.length <= limits[limit]) continue;
    const bytes = ndjson(items);
    document[list] = [];
    document.siblings.push({ name, digest: digestOf(bytes), lines: items.length });
    files.push({ name, bytes });
  }
  return { document, files: [{ name: 'result.json', bytes: Buffer.from(`${canonicalJson(document)}\n`) }, ...files] };
}

function ndjson(items: readonly unknown[]): Uint8Array {
  const chunks: Buffer[] = [];
  for (let start = 0; start < items.length; start += 1000) {
    const lines = items.slice(start, start + 1000).map((item) => `${canonicalJson(item)}\n`);
    chunks.push(Buffer.from(lines.join('')));
  }
  return Buffer.concat(chunks);
}

export interface ParseResultOptions {
  /** Name of the file, for messages. */
  file?: string;
  /** Gives the bytes of a file beside `result.json`, by its name. */
  sibling?(name: string): Uint8Array;
}

/**
 * Reads `result.json` back, its lists filled from the files beside it, which stay named in `siblings`. Throws `result-invalid` for what is no result of this version,
 * `json-invalid` for what is no JSON, `result-invalid` for a file that is missing or does not match its digest.
 */
export function parseResult(text: string, options: ParseResultOptions = {}): Result {
  const place = options.file === undefined ? {} : { place: { file: options.file } };
  const result = checked(Result, parseJson(text, place), 'The result', place);
  for (const sibling of result.siblings) {
    const entry = Object.hasOwn(lists, sibling.name) ? lists[sibling.name as keyof typeof lists] : undefined;
    const bytes = entry === undefined ? undefined : options.sibling?.(sibling.name);
    if (entry === undefined || bytes === undefined)
      throw invalid(`It needs the file ${sibling.name} beside it.`, place);
    if (digestOf(bytes) !== sibling.digest)
      throw invalid(`${sibling.name} is not the file it was written with.`, place);
    const lines = Buffer.from(bytes).toString().split('\n').slice(0, -1);
    if (lines.length !== sibling.lines) throw invalid(`${sibling.name} has not ${sibling.lines} lines.`, place);
    const items = lines.map((line) => checked(listSchemas[entry.list], parseJson(line, place), sibling.name, place));
    (result[entry.list] as unknown[]) = items;
  }
  return result;
}

type PlaceDetails = { place?: { file: string } };

function parseJson(text: string, place: PlaceDetails): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PlimsollError('json-invalid', `This is not JSON: ${why}.`, { ...place, cause });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, what: string, place: PlaceDetails): T {
  const outcome = schema.safeParse(value);
  // the value itself: Zod's copy leaves out a member named __proto__, which a label may well be
  if (outcome.success) return value as T;
  const [issue] = outcome.error.issues;
  throw invalid(`${what} breaks its schema at ${issue!.path.join('.') || 'its top'}: ${issue!.message}.`, place);
}

function invalid(message: string, place: PlaceDetails): PlimsollError {
  return new PlimsollError('result-invalid', message, place);
}
