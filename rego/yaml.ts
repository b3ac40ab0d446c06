import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type Document as YamlDocument,
} from 'yaml';
import type { z } from 'zod';
import { type ErrorCode, limitTable, type Place, PlimsollError } from '../engine/index.ts';
import { knownKeys, nearest } from './known-keys.ts';

export interface YamlOptions {
  /** Code of errors against the schema; those of the syntax are always `yaml-invalid`. */
  code?: ErrorCode;
  /** Most aliases that are expanded in one file (limit yamlAliases). */
  aliases?: number;
  /** Lines and columns before the text begins in its file, for YAML inside another file. */
  offset?: { line: number; column: number };
}

/** A parsed YAML file that still knows where everything stands. */
export interface LocatedYaml<T> {
  value: T;
  /** The place of the value at this path, or of the nearest thing around it. */
  place(path: readonly PropertyKey[]): Place;
}

/**
 * Reads one YAML 1.2 document and checks it against a Zod schema.
 * @param file how messages call it
 * @throws PlimsollError `yaml-invalid` (or the code asked for, against the schema) with line and column, further
 * faults of the same file in `others`
 */
export function parseYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
  options?: YamlOptions,
): z.output<S>;
export function parseYaml(text: string, file: string, schema?: undefined, options?: YamlOptions): unknown;
export function parseYaml(text: string, file: string, schema?: z.ZodType, options?: YamlOptions): unknown {
  return parseLocatedYaml(text, file, schema, options).value;
}

/** As {@link parseYaml}, for callers that report faults of their own at a place in the file. */
export function parseLocatedYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S | undefined,
  options: YamlOptions = {},
): LocatedYaml<z.output<S>> {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => shifted(file, lines.linePos(offset), options.offset);
  const document = read(text, file, lines, placeAt);
  refuseUnresolved(document, placeAt);
  const raw = expand(document, file, options.aliases ?? limitTable.yamlAliases.value);
  const place = (path: readonly PropertyKey[]) => placeAt(offsetOf(document, path, false));
  if (schema === undefined) return { value: raw as z.output<S>, place };
  const checked = schema.safeParse(raw);
  if (checked.success) return { value: checked.data, place };
  const faults = checked.error.issues
    .flatMap((issue) => explain(issue, schema, raw))
    .map(({ message, path, isKey }) => {
      const at = placeAt(offsetOf(document, path, isKey));
      return new PlimsollError(options.code ?? 'yaml-invalid', message, { place: at });
    });
  throw joined(faults);
}

function shifted(file: string, { line, col }: { line: number; col: number }, offset = { line: 0, column: 0 }): Place {
  return { file, line: line + offset.line, column: col + offset.column };
}

function read(text: string, file: string, lines: LineCounter, placeAt: (offset: number) => Place): YamlDocument {
  let document: YamlDocument;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, schema: 'core' });
  } catch (cause) {
    // The parser recurses, so nesting beyond any use ends in an overflow of the stack.
    throw new PlimsollError('yaml-invalid', 'The YAML is nested too deeply', { place: { file }, cause });
  }
  const faults = [...document.errors, ...document.warnings];
  if (faults.length === 0) return document;
  throw joined(
    faults.map((fault) => new PlimsollError('yaml-invalid', fault.message, { place: placeAt(fault.pos[0]) })),
  );
}

/** The library tells of an alias of nothing only while it expands, and without a place. */
function refuseUnresolved(document: YamlDocument, placeAt: (offset: number) => Place): void {
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      const place = placeAt(alias.range?.[0] ?? 0);
      throw new PlimsollError('yaml-invalid', `The alias *${alias.source} stands for nothing`, { place });
    },
  });
}

function expand(document: YamlDocument, file: string, aliases: number): unknown {
  try {
    return document.toJS({ maxAliasCount: aliases });
  } catch (cause) {
    const why =
      cause instanceof RangeError ? 'is nested too deeply' : `expands more than ${aliases} aliases (yamlAliases)`;
    throw new PlimsollError('yaml-invalid', `The YAML ${why}`, { place: { file, line: 1, column: 1 }, cause });
  }
}

/** One error that carries the others, so that a user corrects all of them at once. */
export function joined(faults: PlimsollError[]): PlimsollError {
  const [first, ...others] = faults;
  if (others.length === 0) return first!;
  const { code, message, place, next } = first!;
  return new PlimsollError(code, message, { ...(place && { place }), next, others });
}

interface Explained {
  message: string;
  path: PropertyKey[];
  /** Whether the key is at fault and not its value. */
  isKey: boolean;
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType, raw: unknown): Explained[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const close = nearest(key, known);
      const hint = close ? `, did you mean "${close}"?` : known.length > 0 ? `; known are ${known.join(', ')}` : '';
      return { message: `Unknown key "${key}"${hint}`, path: [...issue.path, key], isKey: true };
    });
  }
  const name = issue.path.map(String).join('.') || 'The document';
  const absent = issue.code === 'invalid_type' && valueAt(raw, issue.path) === undefined;
  const message = absent ? `${name} is missing` : `${name}: ${issue.message}`;
  return [{ message, path: [...issue.path], isKey: false }];
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], raw);
}

/** Offset of the node at a path; where it is absent, of the deepest node that is there. */
function offsetOf(document: YamlDocument, path: readonly PropertyKey[], isKey: boolean): number {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined;
    const key = pair?.key as Node | undefined;
    if (isKey && depth === path.length - 1 && key) return key.range?.[0] ?? offset;
    const next = isCollection(node) ? ((node.get(part as string, true) ?? pair?.value) as Node | null) : null;
    if (!next) return key?.range?.[0] ?? offset;
    node = next;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}

/**
 * The text of a YAML file with entries put into its list: one that is the same as an old one takes its place, others come
 * to the end. Comments and order stay.
 * @param text a file that was checked: a map with the list under `name`, or the bare list
 */
export function putIntoList(
  text: string,
  name: string,
  entries: readonly unknown[],
  isSame: (old: unknown, fresh: unknown) => boolean,
): string {
  const document = parseDocument(text);
  const list = isMap(document.contents) ? document.get(name) : document.contents;
  if (!isSeq(list)) throw new TypeError(`a checked file holds a list of ${name}`);
  for (const entry of entries) {
    const node = document.createNode(entry);
    const place = list.items.findIndex((item) => isMap(item) && isSame(item.toJS(document), entry));
    if (place === -1) list.items.push(node);
    else list.items[place] = node;
  }
  // A list that was written as [] would stay in one line.
  list.flow = false;
  return document.toString({ lineWidth: 120 });
}
