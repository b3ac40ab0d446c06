import { limitsWith } from '../../engine/index.ts';
import type { RunOptions } from '../../service/index.ts';

/** Options of a run in a folder, at a fixed time, that a test lays its own over. */
export function runOptionsFor(folder: string): RunOptions {
  return {
    folder,
    workingFolder: folder,
    bundles: ['default'],
    profile: undefined,
    waivers: undefined,
    attestations: undefined,
    output: 'out',
    formats: ['json'],
    template: undefined,
    failOn: 'high',
    asOf: null,
    settings: {},
    browser: undefined,
    environment: { ...process.env },
    limits: limitsWith(),
    signal: new AbortController().signal,
    line: ['audit'],
    now: () => new Date('2026-11-24T06:00:00Z'),
    onProgress: () => undefined,
    onStage: () => undefined,
  };
}
