import fs from 'node:fs/promises';
import path from 'node:path';
import { toPlimsollError } from '../../engine/index.ts';
import { reasonOf } from '../config/read.ts';
import type { Store } from '../store/index.ts';

/** Whether this process can do its work. */
export interface Health {
  /** What keeps it from working now, a sentence each; empty: it is ready. */
  problems(): Promise<string[]>;
  ticked(at: Date): void;
  stopping(): void;
}

export interface HealthOptions {
  store: Pick<Store, 'check'>;
  stateFolder: string;
  clock(): Date;
  /** Whether this process is the one that ticks. */
  ticks: boolean;
}

/** The clock ticks once a minute; one that missed three stands. */
const tickPatience = 200_000;
/** More than a file system keeps inside the entry of a small file, so that a full disk is met. */
const probeBytes = 64 * 1024;

/** Looks at the store, the state folder and the clock whenever it is asked. */
export function openHealth({ store, stateFolder, clock, ticks }: HealthOptions): Health {
  const probe = path.join(stateFolder, `.probe-${process.pid}`);
  let lastTick: Date | null = null;
  let isStopping = false;
  let under: Promise<string[]> | null = null;

  async function look(): Promise<string[]> {
    const problems: string[] = [];
    if (isStopping) problems.push('it is stopping');
    await store.check().catch((error: unknown) => problems.push(`the store: ${toPlimsollError(error).message}`));
    await tryToWrite(probe).catch((error: unknown) => {
      problems.push(`the state folder ${stateFolder} cannot be written: ${reasonOf(error)}`);
    });
    if (ticks && lastTick !== null && clock().getTime() - lastTick.getTime() > tickPatience) {
      problems.push(`the clock has not ticked since ${lastTick.toISOString()}`);
    }
    return problems;
  }

  return {
    // Callers that come together share one look.
    problems() {
      under ??= look().finally(() => {
        under = null;
      });
      return under;
    },
    ticked(at) {
      lastTick = at;
    },
    stopping() {
      isStopping = true;
    },
  };
}

async function tryToWrite(file: string): Promise<void> {
  try {
    await fs.writeFile(file, Buffer.alloc(probeBytes), { mode: 0o600, flush: true });
  } finally {
    await fs.rm(file, { force: true }).catch(() => undefined);
  }
}
