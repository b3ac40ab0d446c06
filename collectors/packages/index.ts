/**
 * The door of packages: what reads them while layers pass by, and what catalogues them out of a merged tree.
 * See `contract.ts` for the terms.
 */
import type { FileInspector } from '../image/contract.ts';
import type { Cataloguer } from './contract.ts';
import { languageCataloguers, languageInspectors } from './languages/index.ts';
import { osCataloguers } from './os/index.ts';

export { type CataloguedPackages, cataloguePackages } from './catalogue.ts';
export { distributionKeeper, readDistribution } from './os/distribution.ts';

/** All cataloguers: those of distributions first. */
export const cataloguers: readonly Cataloguer[] = [...osCataloguers, ...languageCataloguers];

/** What has to look into files while a layer passes by, so that cataloguers find the answer in the tree. */
export const packageInspectors: readonly FileInspector[] = languageInspectors;
