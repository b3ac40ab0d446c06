import type { NotedPackage } from '../note.ts';
import { wordOf } from '../words.ts';
import type { BuildInfo } from './build-info.ts';

/**
 * Modules that a program was built from: its own, those it needs, and the standard library (`stdlib`, whose version
 * is that of the toolchain). A module that another module replaced is that other; one replaced by a folder keeps its
 * name and version. A version that says nothing, `(devel)`, is empty.
 */
export function goModules({ toolchain, modules }: BuildInfo): NotedPackage[] {
  const found: NotedPackage[] = [];
  for (const line of modules.split('\n')) {
    const [kind, path, stated] = line.split('\t');
    if (kind !== 'mod' && kind !== 'dep' && kind !== '=>') continue;
    const name = wordOf(path);
    if (name === null) continue;
    const version = stated === '(devel)' ? '' : (wordOf(stated) ?? '');
    if (kind === '=>') {
      if (version !== '' && found.length > 0 && !isFolder(name)) found[found.length - 1] = { name, version };
    } else found.push({ name, version });
  }
  const standard = wordOf(/(?:^|\s)go(\d\S*)/.exec(toolchain)?.[1]);
  return standard === null ? found : [...found, { name: 'stdlib', version: standard }];
}

/** A replacement by a folder is told by its path. */
function isFolder(path: string): boolean {
  return /^(?:\.{0,2}[/\\]|\.{1,2}$|[A-Za-z]:)/.test(path);
}
