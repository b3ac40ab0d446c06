import { z } from 'zod';
import { count, fact, flag, text, textList, textOrNull, timeOrNull } from '../fact.ts';
import { EnvironmentVariable, Healthcheck } from './container.ts';
import { OsRelease, RequestedFile, User } from './host.ts';
import {
  BaseImage,
  ContentCounts,
  Executable,
  ImageFile,
  ImagePackage,
  LayerContent,
  Leftover,
  LicenseText,
  PrivilegedFile,
  Secret,
  Signature,
  Tool,
} from './image-contents.ts';

const inspect = 'GET /images/{id}/json';

const Port = z.strictObject({ port: count, protocol: text });
const HistoryEntry = z.strictObject({
  createdAt: timeOrNull,
  createdBy: fact(text, 'the build step, redacted'),
  emptyLayer: fact(flag, 'whether the step added no layer'),
});

/**
 * Facts of an image: its configuration, and where it was opened what is inside. Facts of the second half are missing
 * with `not-requested` where an engine was only asked about the image.
 */
export const image = z.strictObject({
  source: fact(
    text,
    'where it was read: engine, docker-daemon, docker-archive, oci, oci-archive, registry, rootfs or sbom',
    'the target',
  ),
  tags: fact(textList, 'references that name it, sorted', `${inspect} RepoTags; annotations of an archive`),
  digests: fact(
    textList,
    'repository digests, sorted; of an archive the digest of its manifest',
    `${inspect} RepoDigests`,
  ),
  dangling: fact(flag, 'whether no tag names it', `${inspect} RepoTags`),
  os: fact(text, 'operating system', `${inspect} Os`),
  architecture: fact(text, 'CPU architecture', `${inspect} Architecture`),
  createdAt: fact(timeOrNull, 'null: not stated (reproducible builds)', `${inspect} Created`),
  size: fact(count, 'bytes of its layers, unpacked', `${inspect} Size; the layers`),
  user: fact(textOrNull, 'user[:group]; null: none, so root', `${inspect} Config.User`),
  entrypoint: fact(textList, 'redacted', `${inspect} Config.Entrypoint`),
  command: fact(textList, 'redacted', `${inspect} Config.Cmd`),
  env: fact(z.array(EnvironmentVariable), 'environment without values, sorted by name', `${inspect} Config.Env`),
  exposedPorts: fact(z.array(Port), 'sorted by port and protocol', `${inspect} Config.ExposedPorts`),
  volumes: fact(textList, 'declared volumes, sorted', `${inspect} Config.Volumes`),
  healthcheck: fact(Healthcheck.nullable(), 'null: none', `${inspect} Config.Healthcheck`),
  workingDirectory: fact(textOrNull, 'null: /', `${inspect} Config.WorkingDir`),
  history: fact(z.array(HistoryEntry), 'build steps, oldest first', 'GET /images/{id}/history'),
  layers: fact(textList, 'diff ids of the layers, lowest first', `${inspect} RootFS.Layers`),
  containers: fact(count, 'containers of the engine made from it, running or not', 'GET /containers/json?all=1'),

  base: fact(
    BaseImage,
    'the image it was built from',
    'labels org.opencontainers.image.base.*; layers of other images',
  ),
  signatures: fact(z.array(Signature), 'signatures and attestations beside it, sorted by digest', 'the registry'),
  contents: fact(ContentCounts, 'what the merged file system holds', 'the layers'),
  layerContents: fact(z.array(LayerContent), 'what each layer added and hid, lowest first', 'the layers'),
  distribution: fact(OsRelease.nullable(), 'distribution; null: none says its name', 'file /etc/os-release'),
  packageManagers: fact(textList, 'package databases found: dpkg, apk, rpm; sorted', 'file package databases'),
  packages: fact(z.array(ImagePackage), 'packages, sorted by type, name, version and path', 'file package metadata'),
  licenseTexts: fact(
    z.array(LicenseText),
    'licence texts that belong to no package, sorted by path',
    'files named LICENSE, COPYING and alike',
  ),
  users: fact(z.array(User), 'accounts, sorted by uid', 'file /etc/passwd, /etc/shadow'),
  privilegedFiles: fact(
    z.array(PrivilegedFile),
    'files with setuid, setgid or capabilities, sorted by path',
    'the layers',
  ),
  worldWritable: fact(
    z.array(ImageFile),
    'files and folders without the sticky bit that everybody may write, sorted by path',
    'the layers',
  ),
  unownedFiles: fact(
    z.array(ImageFile),
    'files whose owner or group has no name in the image, sorted by path',
    'file /etc/passwd, /etc/group',
  ),
  secrets: fact(
    z.array(Secret),
    'secrets found, by location and pattern, never their text; sorted by place',
    'files, environment, labels, build steps',
  ),
  unpackagedExecutables: fact(
    z.array(Executable),
    'programs that no package owns, sorted by path',
    'the layers; package databases',
  ),
  tools: fact(z.array(Tool), 'shells, package managers and the like, sorted by path', 'the layers'),
  leftovers: fact(z.array(Leftover), 'what a build left behind, sorted by path', 'the layers'),
  files: fact(
    z.array(RequestedFile),
    'files that bundles asked for, sorted by path',
    'file collect.image.files of the bundles',
  ),
});
