import { PlimsollError } from '../engine/index.ts';
import type { Answer, Problem } from './protocol.ts';
import type { SourceBundle, SourceFile } from './types.ts';
import { joined } from './yaml.ts';

/** Every Rego file of a bundle by its path in the bundle. */
export function regoFiles(source: SourceBundle): Map<string, SourceFile> {
  const rules = source.rules.flatMap(({ module, test }) => (test === null ? [module] : [module, test]));
  const files = [...rules, ...source.libraries, ...source.libraryTests];
  return new Map(files.map((file) => [file.path, file]));
}

/** Faults of OPA with the file on disk instead of the path in the bundle. */
export function problemsToErrors(
  problems: readonly Problem[],
  files: ReadonlyMap<string, SourceFile>,
): PlimsollError[] {
  return problems.map((problem) => {
    const details = (problem.details ?? []).map((line) => line.trim()).filter((line) => !/^\^?$/.test(line));
    const message = [`${problem.message} (${problem.code})`, ...details].join('\n  ');
    const code = problem.code === 'panic' || problem.code === 'marshal' ? 'internal' : 'rego-invalid';
    if (problem.file === undefined) return new PlimsollError(code, message);
    const file = files.get(problem.file)?.file ?? problem.file;
    const line = problem.row === undefined ? {} : { line: problem.row };
    const column = problem.column === undefined ? {} : { column: problem.column };
    return new PlimsollError(code, message, { place: { file, ...line, ...column } });
  });
}

/** The answer, if it has no faults. Throws them as one error otherwise. */
export function requireOk(answer: Answer, files: ReadonlyMap<string, SourceFile>): Answer {
  if (answer.ok) return answer;
  throw joined(problemsToErrors(answer.errors ?? [{ code: 'panic', message: 'no answer' }], files));
}

/** Texts by path, as the compiler wants modules. */
export function texts(files: Iterable<SourceFile>): Record<string, string> {
  return Object.fromEntries([...files].map(({ path, text }) => [path, text]));
}
