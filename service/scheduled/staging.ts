import fs from 'node:fs/promises';
import path from 'node:path';
import { PlimsollError } from '../../engine/index.ts';
import { reasonOf } from '../config/read.ts';

/** Folders of runs that are being made, on this machine. Everything here can be made again. */
export interface Staging {
  /** Where the report of a run is written. */
  folder(run: string): string;
  /** Removes what a try of a run left, whole or not. */
  clear(run: string): Promise<void>;
  /** Names of the runs that have something here. */
  runs(): Promise<string[]>;
}

/** @param state folder of the state */
export function openStaging(state: string): Staging {
  const parent = path.join(state, 'runs');
  const entries = () =>
    fs.readdir(parent).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw unwritable(parent, error);
    });
  return {
    folder: (run) => path.join(parent, run),
    async clear(run) {
      for (const entry of await entries()) {
        if (runOf(entry) !== run) continue;
        await fs.rm(path.join(parent, entry), { recursive: true, force: true }).catch((error: unknown) => {
          throw unwritable(parent, error);
        });
      }
    },
    runs: async () => [...new Set((await entries()).flatMap((entry) => runOf(entry) ?? []))],
  };
}

/** The run that an entry is of: its folder, or one that was still being filled (`.<run>-unfinished-…`). */
function runOf(entry: string): string | null {
  return /^\.?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-unfinished-.*)?$/.exec(entry)?.[1] ?? null;
}

function unwritable(folder: string, cause: unknown): PlimsollError {
  return new PlimsollError('output-unwritable', `${folder} cannot be written: ${reasonOf(cause)}`, {
    next: 'Check the rights and the space of the state folder.',
    cause,
  });
}
