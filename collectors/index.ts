import type { Collector, Target } from './contract.ts';
import { docker } from './docker/index.ts';
import { dockerfile } from './dockerfile/index.ts';
import { host } from './host/index.ts';
import { image } from './image/index.ts';
import { sbom } from './sbom/index.ts';
import { parseTargetWith } from './targets.ts';

export type * from './contract.ts';
export { discover } from './discover.ts';
export * from './redact.ts';

/** Every collector. A new one is a folder of the usual shape and a line here. */
export const collectors: readonly Collector[] = [host, docker, image, dockerfile, sbom];

/**
 * Reads a target as a user writes it.
 * @param id - its number in the snapshot, from 1.
 * @throws PlimsollError `target-unknown`, listing the forms that could be meant.
 */
export function parseTarget(text: string, id: number): Target {
  return parseTargetWith(collectors, text, id);
}
