/** Builds a root file system in a private folder, for tests of the collector. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type HostRoot, hostRoot } from '../../../collectors/host/index.ts';
import { type LimitName, limitsWith } from '../../../engine/index.ts';

export type TreeEntry = string | Uint8Array | { link: string } | { fifo: true } | { folder: true };

/** Every file of a tree has this time. */
export const treeTime = '2026-01-02T03:04:05Z';

/** Makes a private folder that is removed after the test. */
export function privateFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plimsoll-host-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files (mode 0644), links and fifos below a new private folder. Names are paths from its root. */
export function makeTree(
  entries: Readonly<Record<string, TreeEntry>>,
  modes: Readonly<Record<string, number>> = {},
): string {
  const folder = privateFolder();
  for (const [name, entry] of Object.entries(entries)) writeEntry(path.join(folder, name), entry);
  for (const [name, mode] of Object.entries(modes)) chmodSync(path.join(folder, name), mode);
  return folder;
}

function writeEntry(file: string, entry: TreeEntry): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
  if (typeof entry === 'string' || entry instanceof Uint8Array) {
    writeFileSync(file, entry);
    chmodSync(file, 0o644);
    const time = new Date(treeTime);
    utimesSync(file, time, time);
  } else if ('link' in entry) symlinkSync(entry.link, file);
  else if ('folder' in entry) mkdirSync(file, { recursive: true, mode: 0o755 });
  else execFileSync('mkfifo', ['-m', '644', file]);
}

/** Opens a folder as a root; `live` unless told otherwise. */
export function openTree(folder: string, live = true, limits: Partial<Record<LimitName, number>> = {}): HostRoot {
  return hostRoot({ path: folder, live, limits: limitsWith(limits) });
}

/** Makes a tree and opens it at once. */
export function treeRoot(entries: Readonly<Record<string, TreeEntry>>, live = true): HostRoot {
  return openTree(makeTree(entries), live);
}

/** Files of /proc for one process. */
export function processFiles(pid: number, args: readonly string[], uid = 0): Record<string, string> {
  const comm = (args[0] ?? '').replace(/^.*\//, '').slice(0, 15);
  return {
    [`/proc/${pid}/comm`]: `${comm}\n`,
    [`/proc/${pid}/cmdline`]: `${args.join('\0')}\0`,
    [`/proc/${pid}/status`]: `Name:\t${comm}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
    [`/proc/${pid}/limits`]:
      'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1048576              1048576              files     \n',
  };
}
