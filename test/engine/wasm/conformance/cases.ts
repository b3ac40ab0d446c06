import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One of OPA's own cases, as `SOURCES.md` beside the data describes it. */
export interface Case {
  /** File and name: unique, and the key of the list of exceptions. */
  id: string;
  /** Number among all cases, used in package names. */
  number: number;
  query: string;
  modules: string[];
  data: unknown;
  /** The input as Rego text, which may hold sets; undefined where there is none. */
  input: string | undefined;
  wantResult: Record<string, unknown>[] | undefined;
  wantErrorCode: string | undefined;
  strictError: boolean;
  sortBindings: boolean;
}

interface RawCase {
  note: string;
  query: string;
  modules: string[] | null;
  data?: unknown;
  input?: unknown;
  input_term?: string;
  want_result?: Record<string, unknown>[] | null;
  want_error_code?: string;
  strict_error?: boolean;
  sort_bindings?: boolean;
}

/** All cases below a folder, in the order of their files. */
export function readCases(folder: string): Case[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  const cases: Case[] = [];
  const ids = new Map<string, number>();
  for (const file of files.sort()) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const raw of (JSON.parse(text) as { cases: RawCase[] }).cases) {
      const id = `${file.replace(/\.json$/, '')}: ${raw.note}`;
      const seen = (ids.get(id) ?? 0) + 1;
      ids.set(id, seen);
      cases.push(caseOf(raw, seen === 1 ? id : `${id} (${seen})`, cases.length));
    }
  }
  return cases;
}

function caseOf(raw: RawCase, id: string, number: number): Case {
  return {
    id,
    number,
    query: raw.query,
    modules: raw.modules ?? [],
    data: raw.data ?? {},
    input: raw.input_term ?? (raw.input === undefined ? undefined : JSON.stringify(raw.input)),
    wantResult: raw.want_result ?? (raw.want_error_code === undefined ? [] : undefined),
    wantErrorCode: raw.want_error_code,
    strictError: raw.strict_error ?? false,
    sortBindings: raw.sort_bindings ?? false,
  };
}
