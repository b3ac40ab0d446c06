import type { CatalogueContext } from '../contract.ts';
import { packageUrl } from '../purl.ts';

interface DistributionPackage {
  type: 'deb' | 'apk' | 'rpm';
  name: string;
  version: string;
  architecture: string | null;
  /** Of rpm: apart from the version (purl-spec, type rpm). */
  epoch?: string | null;
}

/**
 * Package URL of a distribution's package (purl-spec, types deb, apk and rpm): the namespace is the distribution's id,
 * `distro` its id and version. Without a known distribution there is no namespace.
 */
export function distributionPurl(found: DistributionPackage, context: CatalogueContext): string | null {
  const { distribution } = context;
  const release = distribution === null ? null : (distribution.versionId ?? distribution.codename);
  return packageUrl({
    type: found.type,
    namespace: distribution?.id ?? null,
    name: found.name,
    version: found.version,
    qualifiers: {
      arch: found.architecture,
      epoch: found.epoch,
      distro: distribution === null ? null : release === null ? distribution.id : `${distribution.id}-${release}`,
    },
  });
}
