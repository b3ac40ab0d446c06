import { licenseKey } from './license-key.ts';

/** Exceptions as distributions write them; the SPDX ids themselves are known to the parser. */
const names: readonly (readonly [string, ...string[]])[] = [
  ['Classpath-exception-2.0', 'classpath', 'gnu classpath', 'classpath exception'],
  ['GCC-exception-2.0', 'gcc 2'],
  ['GCC-exception-3.1', 'gcc 3.1', 'gcc runtime library', 'gcc runtime', 'gcc rle'],
  ['Autoconf-exception-2.0', 'autoconf 2'],
  ['Autoconf-exception-3.0', 'autoconf 3'],
  ['Bison-exception-2.2', 'bison 2.2', 'bison'],
  ['Font-exception-2.0', 'font', 'font embedding'],
  ['Libtool-exception', 'libtool'],
  ['LLVM-exception', 'llvm'],
  ['Linux-syscall-note', 'linux syscall note', 'linux syscall'],
  ['OCaml-LGPL-linking-exception', 'ocaml lgpl linking', 'ocaml linking', 'ocaml'],
  ['Swift-exception', 'swift'],
  ['WxWindows-exception-3.1', 'wxwindows 3.1', 'wxwindows'],
  ['Qt-GPL-exception-1.0', 'qt gpl 1'],
  ['Qt-LGPL-exception-1.1', 'qt lgpl 1.1'],
  ['eCos-exception-2.0', 'ecos 2', 'ecos'],
];

const table = new Map(names.flatMap(([id, ...each]) => each.map((name) => [exceptionKey(name), id] as const)));

/** The SPDX id of an exception by its name; null: SPDX has none, or the name leaves it open. */
export function namedException(name: string): string | null {
  return table.get(exceptionKey(name)) ?? null;
}

function exceptionKey(name: string): string {
  return licenseKey(name)
    .replace(/\b(?:exceptions?|special|linking exception)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
