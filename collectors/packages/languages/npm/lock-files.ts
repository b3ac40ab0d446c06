import { nameOf } from '../found-package.ts';
import { type Note, type NoteReader, tooLong } from '../note.ts';
import { readPnpmLock, readYarnLock } from './line-locks.ts';
import { readPackageLock } from './package-lock.ts';
import { isBelowModules } from './places.ts';

const readers: Readonly<Record<string, (bytes: Uint8Array) => Note>> = {
  'package-lock.json': readPackageLock,
  'npm-shrinkwrap.json': readPackageLock,
  'yarn.lock': readYarnLock,
  'pnpm-lock.yaml': readPnpmLock,
};

/** Reads lock files outside `node_modules`; those inside packages are not heeded by any program. */
export const npmLock: NoteReader = {
  id: 'npm-lock',
  version: 1,
  wants: ({ path }) => isLock(path),
  certain: () => true,
  read: (bytes, path, limits) => tooLong(bytes, limits) ?? readers[nameOf(path)]?.(bytes) ?? null,
};

function isLock(path: string): boolean {
  if (!path.endsWith('.json') && !path.endsWith('.lock') && !path.endsWith('.yaml')) return false;
  return Object.hasOwn(readers, nameOf(path)) && !isBelowModules(path);
}
