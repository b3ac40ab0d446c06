import type { CatalogueContext, FoundPackage } from '../../contract.ts';
import { distributionPurl } from '../distribution-purl.ts';
import type { DpkgPackage } from './status.ts';

/** Where a package was read, and what it owns. */
export interface FoundAt {
  path: string;
  layer: number | null;
  files: string[] | null;
}

/** A package of dpkg as all packages are told. Its licence stands in its copyright file (Debian Policy 12.5). */
export function foundPackage(found: DpkgPackage, at: FoundAt, context: CatalogueContext): FoundPackage {
  return {
    type: 'deb',
    name: found.name,
    version: found.version,
    purl: distributionPurl({ type: 'deb', ...found }, context),
    architecture: found.architecture,
    sourceName: found.sourceName,
    sourceVersion: found.sourceVersion,
    scope: 'distribution',
    path: at.path,
    layer: at.layer,
    licenseText: null,
    licensePaths: [`usr/share/doc/${found.name}/copyright`],
    files: at.files,
    folder: null,
  };
}

/** Last name of a path. */
export function fileName(entry: { path: string }): string {
  return entry.path.slice(entry.path.lastIndexOf('/') + 1);
}
