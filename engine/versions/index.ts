/** Order of versions, each ecosystem by its own rules. */
import { apkKey, isApkVersion } from './apk.ts';
import { debKey, isDebVersion } from './deb.ts';
import { gemKey, isGemVersion } from './gem.ts';
import { compareKeys, type Key, type Order } from './key.ts';
import { isMavenVersion, mavenKey } from './maven.ts';
import { compareNpm, isNpmVersion } from './npm.ts';
import { isPypiVersion, pypiKey } from './pypi.ts';
import { isRpmVersion, rpmKey } from './rpm.ts';

export { satisfiesRange } from './npm.ts';

export const versionSchemes = ['deb', 'apk', 'rpm', 'maven', 'pypi', 'gem', 'npm'] as const;
export type VersionScheme = (typeof versionSchemes)[number];

const keys: Record<Exclude<VersionScheme, 'npm'>, (text: string) => Key> = {
  deb: debKey,
  apk: apkKey,
  rpm: rpmKey,
  maven: mavenKey,
  pypi: pypiKey,
  gem: gemKey,
};

const valid: Record<VersionScheme, (text: string) => boolean> = {
  deb: isDebVersion,
  apk: isApkVersion,
  rpm: isRpmVersion,
  maven: isMavenVersion,
  pypi: isPypiVersion,
  gem: isGemVersion,
  npm: isNpmVersion,
};

/**
 * Order of two versions of one ecosystem: -1 where the first is older, 0 where they are the same to it, else 1. A total
 * order over all texts; what {@link isVersion} refuses has a place in it that means nothing, so ask first.
 */
export function compareVersions(scheme: VersionScheme, a: string, b: string): Order {
  if (scheme === 'npm') return compareNpm(a, b);
  return compareKeys(keys[scheme](a), keys[scheme](b));
}

/** Whether the text is a version by the rules of the ecosystem. */
export function isVersion(scheme: VersionScheme, text: string): boolean {
  return valid[scheme](text);
}
