import type { Limits } from '../../../engine/index.ts';
import { decodeText } from '../../host/file-names.ts';
import type { FileStatus, HostRoot } from '../../host/host-root.ts';
import { failed, got, type Read } from '../../host/read.ts';
import type { EntryType, ImageTree, TreeEntry } from '../contract.ts';

const types: Readonly<Record<EntryType, FileStatus['type']>> = {
  file: 'file',
  directory: 'directory',
  symlink: 'symlink',
  device: 'other',
  fifo: 'other',
  other: 'other',
};

/**
 * The file system of an image as readers of hosts see a host at rest. Contents are there as far as a keeper kept them;
 * one that was not kept fails with `limit`.
 */
export function treeRoot(tree: ImageTree, limits: Limits): HostRoot {
  const inside = (path: string) => path.replace(/^\/+/, '').replace(/\/+$/, '');
  const readBytes = async (path: string): Promise<Read<Buffer>> => {
    const entry = tree.resolve(inside(path));
    if (entry === null) return failed('absent');
    if (entry.type !== 'file') return failed('not-supported');
    const bytes = tree.read(inside(path));
    return bytes === null ? failed('limit') : got(Buffer.from(bytes));
  };
  return {
    path: '/',
    live: false,
    local: false,
    processFolder: '/proc/1',
    limits,
    readBytes,
    async readText(path) {
      const read = await readBytes(path);
      return read.ok ? got(decodeText(read.value)) : read;
    },
    stat: async (path) => statusOf(tree.resolve(inside(path))),
    lstat: async (path) => statusOf(unfollowed(tree, inside(path))),
    list: async (folder) =>
      got(tree.list(inside(folder)).map((entry) => ({ name: baseName(entry.path), type: types[entry.type] }))),
    async readLink(path) {
      const entry = tree.get(inside(path));
      return entry?.link == null ? failed('absent') : got(entry.link);
    },
    async resolve(path) {
      const entry = tree.resolve(inside(path));
      return entry === null ? failed('absent') : got(`/${entry.path}`);
    },
  };
}

/** The entry of a name itself, in the folder that the links before it lead to. */
function unfollowed(tree: ImageTree, path: string): TreeEntry | null {
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? null : tree.resolve(path.slice(0, slash));
  if (slash >= 0 && folder?.type !== 'directory') return null;
  return tree.get(folder === null || folder.path === '' ? baseName(path) : `${folder.path}/${baseName(path)}`);
}

function statusOf(entry: TreeEntry | null): Read<FileStatus> {
  if (entry === null) return failed('absent');
  const { uid, gid, mode, size } = entry;
  return got({ type: types[entry.type], uid, gid, mode, size, device: 0, inode: 0, modifiedAt: new Date(0) });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
