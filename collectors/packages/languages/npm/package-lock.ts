import { type Json, member, objectMember, objectOrNull, parseJson } from '../json.ts';
import type { Note, NotedPackage } from '../note.ts';
import { corrupt } from '../note.ts';
import { anyLicense, licenseOf, wordOf } from '../words.ts';
import { nameOfFolder } from './places.ts';

/**
 * Packages of a `package-lock.json` or `npm-shrinkwrap.json` (npm documentation, package-lock.json, versions 1 to 3)
 * that are not for development alone.
 */
export function readPackageLock(bytes: Uint8Array): Note {
  const lock = objectOrNull(parseJson(bytes));
  if (lock === null) return corrupt('it is no JSON object');
  const packages = objectMember(lock, 'packages');
  if (packages !== null) return { packages: flatPackages(packages) };
  const dependencies = objectMember(lock, 'dependencies');
  if (dependencies !== null) return { packages: nestedPackages(dependencies) };
  return member(lock, 'lockfileVersion') === undefined ? corrupt('it lists no packages') : {};
}

/** Versions 2 and 3: by folder. What has no `node_modules` in its folder is the project itself, or a part of it. */
function flatPackages(packages: Json): NotedPackage[] {
  const found: NotedPackage[] = [];
  for (const [folder, value] of Object.entries(packages)) {
    if (!/(?:^|\/)node_modules\//.test(folder) || isLeftOut(value)) continue;
    const license = member(value, 'license');
    const declared = Array.isArray(license) ? anyLicense(license) : licenseOf(license);
    const one = noted(member(value, 'name') ?? nameOfFolder(folder), member(value, 'version'), declared);
    if (one !== null) found.push(one);
  }
  return found;
}

/** Version 1: by name, each with what it alone needs. */
function nestedPackages(dependencies: Json): NotedPackage[] {
  const found: NotedPackage[] = [];
  const waiting = [dependencies];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [name, value] of Object.entries(next)) {
      if (isLeftOut(value)) continue;
      const one = aliased(name, member(value, 'version'));
      if (one !== null) found.push(one);
      const inner = objectMember(value, 'dependencies');
      if (inner !== null) waiting.push(inner);
    }
  }
  return found;
}

/** `npm:other@1.0.0` as version names another package. */
function aliased(name: string, version: unknown): NotedPackage | null {
  const match = typeof version === 'string' ? /^npm:(.+)@([^@]+)$/.exec(version) : null;
  return match === null ? noted(name, version, {}) : noted(match[1], match[2], {});
}

function noted(name: unknown, version: unknown, license: { license?: string }): NotedPackage | null {
  const word = wordOf(name);
  return word === null ? null : { name: word, version: wordOf(version) ?? '', ...license };
}

function isLeftOut(value: unknown): boolean {
  return member(value, 'dev') === true || member(value, 'link') === true || objectOrNull(value) === null;
}
