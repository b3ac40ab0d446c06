import { isUtf8 } from 'node:buffer';
import { printableName } from '../../host/file-names.ts';
import { type Budget, countPath } from './budget.ts';
import { asBuffer, type Line, linesOf } from './database-text.ts';

/**
 * Lines of a file that lists paths, as a tree spells them: no leading slash, `%XX` for bytes that are not UTF-8.
 * Each counts against the budget of files.
 * @param pathOf picks the path out of a line of another form; null: the line names none
 */
export function pathLines(
  bytes: Uint8Array,
  budget: Budget,
  pathOf: (line: string) => string | null = (line) => line,
): string[] {
  const paths: string[] = [];
  for (const line of linesOf(bytes)) {
    const picked = pathOf(nameOf(bytes, line));
    const path = picked === null ? '' : treePath(picked);
    // A path longer than any file system allows names no file.
    if (path === '' || path.length > budget.longestPath) continue;
    if (!countPath(budget, path.length)) break;
    paths.push(path);
  }
  return paths;
}

/** A line that holds a name: names are bytes, so each is spelled by itself. */
export function nameOf(bytes: Uint8Array, line: Line): string {
  if (!line.text.includes('\uFFFD') && !line.text.includes('%')) return line.text;
  return printableName(asBuffer(bytes).subarray(line.start, line.end));
}

/**
 * A folder and a name in it that are listed apart, as one path. It is spelled as a whole: one part that is not UTF-8
 * changes how the other is written.
 */
export function joinedName(folder: Buffer, name: Buffer): string {
  if (isUtf8(folder) && isUtf8(name)) return (folder.toString('utf8') + name.toString('utf8')).replaceAll('%', '%25');
  return printableName(Buffer.concat([folder, name]));
}

/** Without `/`, `./` or `/.` around it; empty: the root itself. */
function treePath(path: string): string {
  let start = path.startsWith('./') ? 2 : 0;
  while (path[start] === '/') start++;
  let end = path.length;
  while (end > start && path[end - 1] === '/') end--;
  const inner = path.slice(start, end);
  return inner === '.' ? '' : inner;
}

/**
 * The paths without those that are a folder of another one, since lists name folders too. In the order of names, where
 * `/` comes first, a folder stands right before what it holds.
 */
export function withoutFolders(paths: readonly string[]): string[] {
  const ordered = paths.map((path) => path.replaceAll('/', '\0')).sort();
  const folders = new Set<string>();
  for (let index = 1; index < ordered.length; index++) {
    const before = ordered[index - 1] ?? '';
    const path = ordered[index] ?? '';
    if (path.length > before.length && path[before.length] === '\0' && path.startsWith(before)) {
      folders.add(before.replaceAll('\0', '/'));
    }
  }
  return paths.filter((path) => !folders.has(path));
}
