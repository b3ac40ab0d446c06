import { type ErrorCode, type KindName, type Place, PlimsollError } from '../../engine/index.ts';
import type { LocatedMetadata } from '../metadata.ts';
import type { Outline, ReadPlace } from '../protocol.ts';
import type { RuleSource, SourceBundle, SourceFile } from '../types.ts';

/** Everything a lint of one rule may look at. */
export interface RuleToLint {
  bundle: SourceBundle;
  rule: RuleSource;
  outline: Outline;
  metadata: LocatedMetadata;
  /** The kind of the rule; null where metadata names one that does not exist. */
  kind: KindName | null;
  /** Outline of the test module; null where there is none. */
  test: Outline | null;
  files: ReadonlyMap<string, SourceFile>;
}

/** One lint of a rule: the faults it finds. */
export type RuleLint = (subject: RuleToLint) => PlimsollError[];

export function fault(place: Place, message: string, code: ErrorCode = 'rego-invalid'): PlimsollError {
  return new PlimsollError(code, message, { place });
}

/** Place in the rule's own module. */
export function inModule({ rule }: RuleToLint, row: number, column = 1): Place {
  return { file: rule.module.file, line: row, column };
}

/** Place of something the compiler told about, with the file on disk. */
export function placeOf(files: ReadonlyMap<string, SourceFile>, read: ReadPlace): Place {
  return { file: files.get(read.file)?.file ?? read.file, line: read.row, column: read.column };
}
