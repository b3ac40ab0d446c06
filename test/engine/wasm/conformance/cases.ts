import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readValue, writeValue } from '../../../../engine/wasm/builtins/text.ts';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';

/** One of OPA's own cases, as `SOURCES.md` beside the data describes it. */
export interface Case {
  /** File and name: unique, and the key of the list of exceptions. */
  id: string;
  /** Number among all cases, used in package names. */
  number: number;
  query: string;
  modules: string[];
  /** The base document as JSON text, with the digits of its numbers. */
  data: string;
  /** The input as Rego text, which may hold sets; undefined where there is none. */
  input: string | undefined;
  /** The bindings wanted, in any order; undefined where an error is wanted. */
  wantResult: Value[] | undefined;
  wantErrorCode: string | undefined;
  strictError: boolean;
  sortBindings: boolean;
}

/** All cases below a folder, in the order of their files. */
export function readCases(folder: string): Case[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  const cases: Case[] = [];
  const ids = new Map<string, number>();
  for (const file of files.sort()) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const content = readValue(text) as Map<Value, Value>;
    for (const raw of content.get('cases') as Map<Value, Value>[]) {
      const id = `${file.replace(/\.json$/, '')}: ${raw.get('note')}`;
      const seen = (ids.get(id) ?? 0) + 1;
      ids.set(id, seen);
      cases.push(caseOf(raw, seen === 1 ? id : `${id} (${seen})`, cases.length));
    }
  }
  return cases;
}

function caseOf(raw: Map<Value, Value>, id: string, number: number): Case {
  const wantErrorCode = (raw.get('want_error_code') ?? undefined) as string | undefined;
  return {
    id,
    number,
    query: raw.get('query') as string,
    modules: (raw.get('modules') ?? []) as string[],
    data: writeValue(raw.get('data') ?? new Map()),
    input: inputOf(raw),
    wantResult: (raw.get('want_result') ?? (wantErrorCode === undefined ? [] : undefined)) as Value[] | undefined,
    wantErrorCode,
    strictError: raw.get('strict_error') === true,
    sortBindings: raw.get('sort_bindings') === true,
  };
}

function inputOf(raw: Map<Value, Value>): string | undefined {
  const term = raw.get('input_term');
  // Rego allows a comma at the end of a collection, the wasm's reader of values does not.
  if (typeof term === 'string') return term.replace(/,(?=\s*[}\]])/g, '');
  return raw.has('input') ? writeValue(raw.get('input')!) : undefined;
}
