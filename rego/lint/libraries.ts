import type { PlimsollError } from '../../engine/index.ts';
import type { Outline } from '../protocol.ts';
import type { SourceFile } from '../types.ts';
import { fault } from './context.ts';

/** A library has METADATA on its package and on every public name, and lives under `<namespace>.lib`. */
export function libraryFaults(file: SourceFile, outline: Outline, namespace: string): PlimsollError[] {
  const faults = [];
  if (!outline.package.startsWith(`${namespace}.lib.`)) {
    const at = { file: file.file, line: outline.row, column: 1 };
    faults.push(fault(at, `The package of a library is ${namespace}.lib.<name>`));
  }
  const documented = new Set(outline.rules.filter((rule) => rule.documented).map(({ name }) => name));
  for (const { name, row } of outline.rules) {
    if (name.startsWith('_') || documented.has(name)) continue;
    documented.add(name);
    faults.push(fault({ file: file.file, line: row, column: 1 }, `${name} is public and has no METADATA`));
  }
  return faults;
}
