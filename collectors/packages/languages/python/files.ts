import type { FileEntry, FileTree } from '../../contract.ts';
import { folderOf, joinPath } from '../found-package.ts';
import { textOf } from '../words.ts';

/** Whether a file lists what a package of Python owns. */
export function isFileList(path: string): boolean {
  return path.endsWith('.dist-info/RECORD') || path.endsWith('.egg-info/installed-files.txt');
}

/**
 * Files of a package: those of `RECORD` (PEP 376, as CSV) or of the older `installed-files.txt`.
 * Null: they are not told.
 * @param most bytes of the list, and characters of all paths together; a longer list counts as not told.
 */
export function pythonFiles(tree: FileTree, metadata: FileEntry, most: number): string[] | null {
  const folder = folderOf(metadata.path);
  // Paths of a RECORD count from where the folder lies, those of the other list from the folder itself.
  const record = tree.read(`${folder}/RECORD`);
  if (record !== null) return pathsOf(record, folderOf(folder), most, firstField);
  const installed = tree.read(`${folder}/installed-files.txt`);
  return installed === null ? null : pathsOf(installed, folder, most, (line) => line);
}

/** The first field of a line of CSV; line ends in names are not written by any program. */
function firstField(line: string): string {
  if (!line.startsWith('"')) return line.slice(0, line.indexOf(',') < 0 ? undefined : line.indexOf(','));
  for (let end = line.indexOf('"', 1); end >= 0; end = line.indexOf('"', end + 2)) {
    if (line[end + 1] !== '"') return line.slice(1, end).replaceAll('""', '"');
  }
  return '';
}

function pathsOf(list: Uint8Array, folder: string, most: number, nameIn: (line: string) => string): string[] | null {
  if (list.length > most) return null;
  const paths: string[] = [];
  let left = most;
  for (const line of textOf(list).split(/\r?\n/)) {
    const name = nameIn(line);
    if (name === '') continue;
    const path = name.startsWith('/') ? joinPath('', name) : joinPath(folder, name);
    if (path === null || path === '') continue;
    left -= path.length;
    if (left < 0) return null;
    paths.push(path);
  }
  return paths;
}
