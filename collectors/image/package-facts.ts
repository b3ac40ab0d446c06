import { type LicenseNotes, licenseOf } from '../licenses/index.ts';
import type { FoundPackage } from '../packages/contract.ts';
import type { ImageFact } from './contract.ts';

type PackageFact = ImageFact<'packages'>[number];

/**
 * Packages as a snapshot shows them, in the order given. Packages of applications whose metadata a package of the
 * distribution brought are that package, and not listed twice.
 */
export function packageFacts(
  found: readonly FoundPackage[],
  ownerOf: (path: string) => string | null,
  notes: LicenseNotes | null,
): ImageFact<'packages'> {
  return found
    .filter((each) => each.scope === 'distribution' || !isDistributions(ownerOf(each.path)))
    .map((each) => packageFact(each, notes));
}

function isDistributions(owner: string | null): boolean {
  return owner !== null && /^(apk|deb|rpm)\//.test(owner);
}

function packageFact(found: FoundPackage, notes: LicenseNotes | null): PackageFact {
  const { type, name, version, purl, architecture, sourceName, sourceVersion, scope, path, layer } = found;
  return {
    ...{ type, name, version, purl, architecture, sourceName, sourceVersion, scope, path, layer },
    license: licenseOf(found, notes),
  };
}
