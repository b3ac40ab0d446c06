import { constants, realpathSync } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { Limits } from '../../engine/index.ts';
import { decodeText, printableName } from './file-names.ts';
import { failed, failureOf, got, type Read } from './read.ts';
import { outside, resolvePath, type View } from './resolve-path.ts';

/** What `lstat` says of a file, in the terms of a snapshot. */
export interface FileStatus {
  type: 'file' | 'directory' | 'socket' | 'symlink' | 'other';
  uid: number;
  gid: number;
  /** Permission bits with setuid, setgid and sticky. */
  mode: number;
  size: number;
  /** Device and inode, to recognise a file under two names. */
  device: number;
  inode: number;
  modifiedAt: Date;
}

/** One entry of a folder. Names that are not UTF-8 carry `%XX`. */
export interface Entry {
  name: string;
  type: FileStatus['type'];
}

/**
 * The only way from facts to files: a folder that stands for `/` of the inspected host.
 * Paths are absolute inside it; symbolic links are followed inside it and never lead out; only regular files are ever
 * opened (no fifo, no device); nothing throws.
 */
export interface HostRoot {
  /** Where the root is on this machine: `/`, `/mnt`. */
  readonly path: string;
  /** Whether a running system is behind it, so that `/proc` and `/sys` tell of it. */
  readonly live: boolean;
  /** Whether it is the machine this process runs on, seen without detour. */
  readonly local: boolean;
  /** Folder of the process that stands for the host in `/proc`: `/proc/self`, or `/proc/1` for a mounted one. */
  readonly processFolder: string;
  readonly limits: Limits;
  /** Content of a regular file; above the limit of bytes (hostFileBytes) `limit`. */
  readBytes(file: string, maximum?: number): Promise<Read<Buffer>>;
  /** The same as text: UTF-8 without byte order mark; bytes that are not UTF-8 become U+FFFD. */
  readText(file: string, maximum?: number): Promise<Read<string>>;
  /** State of a file after following links. */
  stat(file: string): Promise<Read<FileStatus>>;
  /** State of the name itself. */
  lstat(file: string): Promise<Read<FileStatus>>;
  /** Entries of a folder, sorted by name. */
  list(folder: string): Promise<Read<Entry[]>>;
  /** Text of a symbolic link. */
  readLink(file: string): Promise<Read<string>>;
  /** The same file without symbolic links in its path. */
  resolve(file: string): Promise<Read<string>>;
}

export interface HostRootOptions {
  path: string;
  live: boolean;
  limits: Limits;
  signal?: AbortSignal;
  /** Told of every file that is larger than hostFileBytes, by its path inside the root. */
  onTooLarge?(file: string): void;
}

/** Opens a folder as the root of a host. */
export function hostRoot(options: HostRootOptions): HostRoot {
  const base = realBase(path.resolve(options.path));
  const local = options.live && base === '/';
  const view: View = {
    base,
    limits: options.limits,
    signal: options.signal,
    resolved: new Map(),
    tooLarge: options.onTooLarge,
  };
  return {
    path: base,
    live: options.live,
    local,
    processFolder: local ? '/proc/self' : '/proc/1',
    limits: options.limits,
    readBytes: (file, maximum) => readRegular(view, file, maximum ?? options.limits.hostFileBytes),
    async readText(file, maximum) {
      const read = await readRegular(view, file, maximum ?? options.limits.hostFileBytes);
      return read.ok ? got(decodeText(read.value)) : read;
    },
    stat: (file) => statOf(view, file, true),
    lstat: (file) => statOf(view, file, false),
    list: (folder) => listFolder(view, folder),
    readLink: (file) => linkText(view, file),
    resolve: (file) => resolvePath(view, file, true),
  };
}

function realBase(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

async function linkText(view: View, file: string): Promise<Read<string>> {
  const resolved = await resolvePath(view, file, false);
  if (!resolved.ok) return resolved;
  try {
    return got(printableName(await readlink(outside(view, resolved.value), { encoding: 'buffer' })));
  } catch (thrown) {
    return failed(failureOf(thrown));
  }
}

async function statOf(view: View, file: string, follow: boolean): Promise<Read<FileStatus>> {
  const resolved = await resolvePath(view, file, follow);
  if (!resolved.ok) return resolved;
  try {
    const status = await lstat(outside(view, resolved.value));
    return got({
      type: typeOf(status),
      uid: status.uid,
      gid: status.gid,
      mode: status.mode & 0o7777,
      size: status.size,
      device: status.dev,
      inode: status.ino,
      modifiedAt: status.mtime,
    });
  } catch (thrown) {
    return failed(failureOf(thrown));
  }
}

interface TypedEntry {
  isFile(): boolean;
  isDirectory(): boolean;
  isSocket(): boolean;
  isSymbolicLink(): boolean;
}

function typeOf(entry: TypedEntry): FileStatus['type'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSocket()) return 'socket';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

async function listFolder(view: View, folder: string): Promise<Read<Entry[]>> {
  const resolved = await resolvePath(view, folder, true);
  if (!resolved.ok) return resolved;
  try {
    const entries = await readdir(outside(view, resolved.value), { withFileTypes: true, encoding: 'buffer' });
    const named = entries.map((entry) => ({
      name: printableName(entry.name as unknown as Buffer),
      type: typeOf(entry),
    }));
    return got(named.sort((left, right) => (left.name < right.name ? -1 : 1)));
  } catch (thrown) {
    return failed(failureOf(thrown));
  }
}

async function readRegular(view: View, file: string, maximum: number): Promise<Read<Buffer>> {
  const resolved = await resolvePath(view, file, true);
  if (!resolved.ok) return resolved;
  let handle: FileHandle | undefined;
  try {
    const name = outside(view, resolved.value);
    // A fifo or device must not even be opened: that alone can have effects.
    if (!(await lstat(name)).isFile()) return failed('not-supported');
    handle = await open(name, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY);
    if (!(await handle.stat()).isFile()) return failed('not-supported');
    if (!(await isInside(view, handle))) return failed('permission-denied');
    const read = await readUpTo(handle, maximum);
    if (!read.ok && read.code === 'limit' && maximum >= view.limits.hostFileBytes) view.tooLarge?.(file);
    return read;
  } catch (thrown) {
    const code = failureOf(thrown);
    return failed(handle === undefined ? code : code === 'absent' ? 'vanished' : code);
  } finally {
    await handle?.close();
  }
}

/** Another process may swap a folder for a link between looking and opening: what was opened decides. */
async function isInside(view: View, handle: FileHandle): Promise<boolean> {
  if (view.base === '/') return true;
  try {
    const opened = await readlink(`/proc/self/fd/${handle.fd}`);
    return opened.startsWith(`${view.base}/`);
  } catch {
    return true;
  }
}

/** Files of /proc say size 0 and of /sys 4096, so reading goes on until nothing comes. */
async function readUpTo(handle: FileHandle, maximum: number): Promise<Read<Buffer>> {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    // Most files here are small: a large buffer to see their end would cost more than reading them.
    const size = total < 64 * 1024 ? 16 * 1024 : 1024 * 1024;
    const chunk = Buffer.allocUnsafe(Math.min(size, maximum + 1 - total));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return got(Buffer.concat(chunks));
    chunks.push(chunk.subarray(0, bytesRead));
    total += bytesRead;
    if (total > maximum) return failed('limit');
  }
}
