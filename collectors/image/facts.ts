import type { Facts } from '../../engine/index.ts';

/** One fact of an image, by name: the item types of lists are `ImageFact<'packages'>[number]` and so on. */
export type ImageFact<Name extends keyof Facts<'image'>> = Facts<'image'>[Name];
