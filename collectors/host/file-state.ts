import type { Facts } from '../../engine/index.ts';
import type { Accounts } from './accounts.ts';
import type { FileStatus, HostRoot } from './host-root.ts';
import type { Read } from './read.ts';

/** A file with owner and mode, as a snapshot shows it. */
export type FileState = Facts<'engine'>['configurationFile'];

/**
 * State of a file. Symbolic links are followed, for what counts is the file that is used; a link that leads nowhere
 * is shown itself, as type symlink.
 */
export async function fileState(root: HostRoot, accounts: Accounts, path: string): Promise<FileState> {
  const followed = await root.stat(path);
  const status = !followed.ok && followed.code === 'absent' ? await root.lstat(path) : followed;
  return describe(path, accounts, status);
}

/** Turns what was read into the state shown. */
function describe(path: string, accounts: Accounts, status: Read<FileStatus>): FileState {
  if (!status.ok) {
    const nothing = { owner: null, uid: null, group: null, gid: null, mode: null, type: null };
    return { path, exists: false, ...nothing, error: status.code === 'absent' ? null : status.code };
  }
  const { uid, gid, mode, type } = status.value;
  return {
    path,
    exists: true,
    owner: accounts.userName(uid),
    uid,
    group: accounts.groupName(gid),
    gid,
    mode: formatMode(mode),
    type,
    error: null,
  };
}

/** Four octal digits: `0644`. */
export function formatMode(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
