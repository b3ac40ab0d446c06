import fs from 'node:fs/promises';
import path from 'node:path';
import { PlimsollError } from '../engine/index.ts';
import { reasonOf } from './config/read.ts';

const defaultParent = 'plimsoll-report';
/** Every folder of ours holds one of these; a folder without them is never replaced. */
const ownFiles = ['run.json', 'result.json'];

/** A folder being filled; it appears under its name only when it is complete. */
export interface OutputFolder {
  /** Where files are written now. */
  staging: string;
  /** Where they will be. */
  final: string;
  /** Short path for the terminal, `plimsoll-report/latest` where nothing was named. */
  shown: string;
  /** Moves the finished folder into place and hands it to the user behind sudo. */
  commit(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/**
 * Opens the output folder before anything is collected, so that an audit is not lost on a full or read-only disk.
 * @param named folder of `-o`; undefined: `plimsoll-report/<UTC time>/` in the working folder, with the link `latest`
 * @throws PlimsollError `output-unwritable`, `output-not-ours`
 */
export async function openOutput(named: string | undefined, workingFolder: string, now: Date): Promise<OutputFolder> {
  return named === undefined ? openDated(workingFolder, now) : openNamed(path.resolve(workingFolder, named), named);
}

async function openDated(workingFolder: string, now: Date): Promise<OutputFolder> {
  const parent = path.join(workingFolder, defaultParent);
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
  await writable(parent, async () => {
    await fs.mkdir(parent, { recursive: true, mode: 0o700 });
    await fs.writeFile(path.join(parent, '.gitignore'), '*\n', { mode: 0o600 });
  });
  const staging = await writable(parent, () => fs.mkdtemp(path.join(parent, '.unfinished-')));
  let final = path.join(parent, stamp);
  return {
    staging,
    get final() {
      return final;
    },
    shown: path.join(defaultParent, 'latest'),
    async commit() {
      for (let number = 2; await exists(final); number++) final = path.join(parent, `${stamp}-${number}`);
      await handOver(staging);
      await fs.rename(staging, final);
      const link = path.join(parent, 'latest');
      const fresh = path.join(parent, `.latest-${process.pid}`);
      await fs.rm(fresh, { force: true });
      await fs.symlink(path.basename(final), fresh);
      await fs.rename(fresh, link);
      await handOver(parent, false);
      await handOver(path.join(parent, '.gitignore'), false);
      await handOver(link, false);
    },
    discard: () => fs.rm(staging, { recursive: true, force: true }),
  };
}

async function openNamed(final: string, shown: string): Promise<OutputFolder> {
  const parent = path.dirname(final);
  await refuseForeign(final, shown);
  const staging = await writable(final, async () => {
    await fs.mkdir(parent, { recursive: true });
    return fs.mkdtemp(path.join(parent, `.${path.basename(final)}-unfinished-`));
  });
  return {
    staging,
    final,
    shown,
    async commit() {
      await fs.writeFile(path.join(staging, '.gitignore'), '*\n', { mode: 0o600 });
      await handOver(staging);
      await refuseForeign(final, shown);
      const aside = `${staging}-before`;
      const replaced = await exists(final);
      if (replaced) await fs.rename(final, aside);
      try {
        await fs.rename(staging, final);
      } catch (error) {
        if (replaced) await fs.rename(aside, final);
        throw error;
      }
      await fs.rm(aside, { recursive: true, force: true });
    },
    discard: () => fs.rm(staging, { recursive: true, force: true }),
  };
}

/** A folder that exists must be empty or written by us. */
async function refuseForeign(folder: string, shown: string): Promise<void> {
  let names: string[];
  try {
    names = await fs.readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new PlimsollError('output-unwritable', `${shown} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
  if (names.length === 0 || ownFiles.some((name) => names.includes(name))) return;
  throw new PlimsollError('output-not-ours', `${shown} holds files that Plimsoll did not write, such as ${names[0]}`);
}

async function writable<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new PlimsollError('output-unwritable', `${folder} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
}

async function exists(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => true,
    () => false,
  );
}

/** Gives a file or folder to the user who called sudo, so that a report made as root can be opened. */
export async function handOver(file: string, recursive = true): Promise<void> {
  const uid = Number(process.env['SUDO_UID']);
  const gid = Number(process.env['SUDO_GID']);
  if (process.getuid?.() !== 0 || !Number.isInteger(uid) || !Number.isInteger(gid) || uid <= 0) return;
  await fs.lchown(file, uid, gid);
  if (!recursive) return;
  for (const entry of await fs.readdir(file, { withFileTypes: true, recursive: true })) {
    await fs.lchown(path.join(entry.parentPath, entry.name), uid, gid);
  }
}

/** Writes a file of a report whole or not at all, readable by its owner only. */
export async function writePrivate(file: string, bytes: Uint8Array | string): Promise<void> {
  const fresh = `${file}.unfinished`;
  await fs.writeFile(fresh, bytes, { mode: 0o600 });
  await fs.rename(fresh, file);
}

/**
 * Writes a file that a person named, whole or not at all: one that exists keeps its mode, a link keeps pointing at it,
 * a new one is readable by its owner only.
 * @param shown how messages call it
 * @throws PlimsollError `output-unwritable`
 */
export async function replaceFile(file: string, text: string, shown: string): Promise<void> {
  try {
    const place = await fs.realpath(file).catch(() => file);
    const before = await fs.stat(place).catch(() => null);
    await writePrivate(place, text);
    if (before === null) await handOver(place, false);
    else {
      await fs.chmod(place, before.mode & 0o777);
      if (process.getuid?.() === 0) await fs.chown(place, before.uid, before.gid);
    }
  } catch (error) {
    throw new PlimsollError('output-unwritable', `${shown} cannot be written: ${reasonOf(error)}`, {
      next: 'Choose another file with -o.',
      cause: error,
    });
  }
}
