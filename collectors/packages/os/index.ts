import type { Cataloguer } from '../contract.ts';
import { apkCataloguer } from './apk/index.ts';
import { dpkgCataloguer } from './dpkg/index.ts';
import { rpmCataloguer } from './rpm/index.ts';

/** Cataloguers of distributions, by the name of the package manager. */
export const osCataloguers: readonly Cataloguer[] = [dpkgCataloguer, apkCataloguer, rpmCataloguer];
