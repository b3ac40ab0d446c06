import type { Facts } from '../../../engine/index.ts';

/** Facts of an opened image; those that were not read are absent. */
export type ImageFacts = Partial<Facts<'image'>>;
