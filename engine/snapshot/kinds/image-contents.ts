import { z } from 'zod';
import { count, fact, flag, flagOrNull, mode, text, textList, textOrNull, timeOrNull } from '../fact.ts';

const layer = fact(count.nullable(), 'index of the layer it comes from, the lowest is 0; null: not known');
const removedIn = fact(
  count.nullable(),
  'index of the layer that deleted or replaced it, so it is hidden but still shipped; null: visible',
);
const owner = fact(textOrNull, 'type/name of the package that owns it; null: none');

/** The image that another one was built from. */
export const BaseImage = z.strictObject({
  name: fact(textOrNull, 'label org.opencontainers.image.base.name; null: not stated'),
  digest: fact(textOrNull, 'label org.opencontainers.image.base.digest; null: not stated'),
  known: fact(
    z
      .strictObject({
        references: textList,
        id: text,
        layers: fact(count, 'layers that both have, from the lowest'),
        createdAt: timeOrNull,
      })
      .nullable(),
    'the other image of the same target with the longest chain of layers that this one begins with; null: none',
  ),
});

/** A signature or attestation that lies beside an image in its registry. */
export const Signature = z.strictObject({
  kind: fact(z.enum(['cosign', 'notation', 'attestation', 'sbom', 'other']), 'what it is'),
  digest: fact(text, 'digest of its manifest'),
  artifactType: textOrNull,
  verified: fact(flagOrNull, 'whether a configured key signed it for this image; null: no key is configured'),
  key: fact(textOrNull, 'name of the key that verified it; null: none did'),
  error: fact(textOrNull, 'why it could not be verified; null: it could, or was not tried'),
});

export const ContentCounts = z.strictObject({
  files: fact(count, 'regular files'),
  directories: count,
  symbolicLinks: count,
  size: fact(count, 'bytes of the files that are visible'),
  hiddenFiles: fact(count, 'files that a later layer removed or replaced'),
  hiddenSize: fact(count, 'bytes of those, still shipped'),
  unpackagedFiles: fact(count, 'regular files that no package owns; 0 packages: all of them'),
});

/** One layer, drawn in a report. */
export const LayerContent = z.strictObject({
  diffId: text,
  digest: fact(textOrNull, 'digest of the blob as it lies; null: not known'),
  size: fact(count, 'bytes of the layer, unpacked'),
  added: fact(count, 'entries that no lower layer had'),
  replaced: fact(count, 'entries that a lower layer had'),
  removed: fact(count, 'entries of lower layers it hides by whiteouts'),
  hiddenSize: fact(count, 'bytes of its files that later layers hide'),
  packages: fact(count, 'packages whose metadata comes from it'),
  createdBy: fact(textOrNull, 'the build step, redacted; null: not told'),
});

/** What a package's licence is: what it declares, and what its texts say. */
export const PackageLicense = z.strictObject({
  declared: fact(textOrNull, 'SPDX expression of what it declares; null: nothing, or nothing SPDX has a name for'),
  declaredText: fact(textOrNull, 'what it declares, as written; null: nothing'),
  found: fact(textOrNull, 'SPDX expression of the texts that came with it; null: none was recognised'),
  unknownTexts: fact(
    z.array(z.strictObject({ path: text, digest: text })),
    'licence texts that are not recognised, sorted by path',
  ),
  requires: fact(
    z.array(z.array(text)).nullable(),
    'what has to be accepted, of what it declares, else of what was found: of every list one licence, sorted; WITH ' +
      'stays in the id, LicenseRef-… stands for what SPDX has no name for; null: nothing is known',
  ),
  differ: fact(flag, 'whether the texts grant under a licence that what it declares does not name'),
  texts: fact(count.nullable(), 'licence texts that came with it, recognised or not; null: not looked for'),
  copyrights: fact(textList, 'copyright statements of its texts, redacted and sorted, fifty at most'),
});

/** One installed package, of the distribution or of an application. */
export const ImagePackage = z.strictObject({
  type: fact(
    z.enum(['apk', 'cargo', 'composer', 'deb', 'gem', 'golang', 'maven', 'npm', 'nuget', 'pypi', 'rpm', 'other']),
    'type of its purl',
  ),
  name: fact(text, 'full name in its ecosystem: @scope/name, group:artifact, vendor/name'),
  version: fact(text, 'empty: not stated'),
  purl: fact(textOrNull, 'package URL; null: it has none'),
  architecture: textOrNull,
  sourceName: fact(textOrNull, 'source package, also where it has the same name; null: not told'),
  sourceVersion: textOrNull,
  scope: fact(z.enum(['distribution', 'application']), 'who brought it'),
  path: fact(text, 'file it was read from'),
  layer,
  license: PackageLicense,
});

/** A licence text outside packages. */
export const LicenseText = z.strictObject({
  path: text,
  digest: fact(text, 'sha256 of the file'),
  expression: fact(textOrNull, 'SPDX expression; null: not recognised'),
  layer,
});

export const ImageFile = z.strictObject({
  path: text,
  type: fact(text, 'file, directory, symlink, device, fifo or other'),
  mode,
  uid: count,
  gid: count,
  package: owner,
  layer,
});

export const PrivilegedFile = ImageFile.extend({
  setuid: flag,
  setgid: flag,
  capabilities: fact(textList, 'capabilities of the file such as CAP_NET_RAW, sorted'),
});

/** A secret by its place: never its text. */
export const Secret = z.strictObject({
  pattern: fact(text, 'what it looks like: private-key, aws-access-key …'),
  source: fact(z.enum(['file', 'environment', 'label', 'history', 'command']), 'where it stands'),
  name: fact(textOrNull, 'name of the variable or label; null: it has none'),
  path: fact(textOrNull, 'file; null: not in a file'),
  line: fact(count.nullable(), 'line of the file or build step, from 1; null: not known'),
  digest: fact(textOrNull, 'sha256 of the whole file; null: not in a file'),
  layer,
  removedIn,
});

export const Executable = z.strictObject({
  path: text,
  mode,
  format: fact(z.enum(['elf', 'script', 'other']), 'what its first bytes say'),
  size: count,
  layer,
});

export const Tool = z.strictObject({
  path: text,
  kind: fact(
    z.enum(['shell', 'package-manager', 'download', 'remote-access', 'privilege', 'compiler']),
    'what it does',
  ),
  name: text,
  package: owner,
  layer,
});

export const Leftover = z.strictObject({
  path: text,
  kind: fact(
    z.enum([
      'package-cache',
      'version-control',
      'env-file',
      'cloud-credentials',
      'shell-history',
      'core-dump',
      'backup',
    ]),
    'what it is',
  ),
  size: count,
  layer,
  removedIn,
});
