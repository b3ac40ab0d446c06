/** Third-party orderings of versions: what is older, same or newer. */
import { readFileSync } from 'node:fs';
import type { VersionScheme } from '../../../engine/index.ts';
import { conformance } from '../../support/real-parts.ts';

export interface Vector {
  left: string;
  operator: '<' | '=' | '>';
  right: string;
}

const names: Record<VersionScheme, string[]> = {
  deb: ['debian-versions', 'debian-versions-generated'],
  apk: ['alpine-versions', 'alpine-versions-generated'],
  rpm: ['redhat-versions', 'rpmvercmp'],
  maven: ['maven-versions', 'maven-versions-generated'],
  pypi: ['pypi-versions', 'pypi-versions-generated'],
  gem: ['rubygems-versions', 'rubygems-versions-generated'],
  npm: ['semver-versions'],
};

/** The folder of the orderings; null where it is absent. */
export const vectorFolder = conformance('versions');

/** All orderings of one scheme; comments and empty lines are left out. */
export function vectorsOf(scheme: VersionScheme): Vector[] {
  return names[scheme].flatMap((name) => {
    const lines = readFileSync(conformance('versions', `${name}.txt`)!, 'utf8').split('\n');
    return lines.flatMap((line): Vector[] => {
      const parts = /^(\S+) (<|==?|>) (\S+)$/.exec(line.trim());
      if (parts === null || /^(#|\/\/)/.test(line)) return [];
      const [, left, operator, right] = parts;
      return [{ left: left!, operator: operator![0] as Vector['operator'], right: right! }];
    });
  });
}
