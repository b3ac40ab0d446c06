/** Images made of bytes alone: OCI layouts and Docker archives, also such as no good tool would write. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TarEntry, tarOf } from './tar-entries.ts';

export interface Described {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { os: string; architecture: string; variant?: string };
  annotations?: Record<string, string>;
}

export const ociTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const;

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A layer with one text file, told apart by its text. */
export function textLayer(text: string): Buffer {
  return tarOf([{ path: 'file', content: text }]);
}

export interface FixtureImage {
  /** Layers as they lie. */
  layers: readonly Buffer[];
  /** Layers unpacked, where they lie packed. */
  plainLayers?: readonly Buffer[];
  layerTypes?: readonly string[];
  /** Members of the configuration besides its layers. */
  config?: Record<string, unknown>;
}

/** Files of an OCI layout, put together blob by blob. */
export interface LayoutBuilder {
  files: Map<string, Buffer>;
  blob(bytes: Buffer, mediaType: string): Described;
  json(value: unknown, mediaType: string): Described;
  /** Adds an image and gives the descriptor of its manifest. */
  image(image: FixtureImage): Described;
  /** Writes index.json. */
  index(manifests: readonly Described[]): void;
  tar(): Buffer;
  write(folder: string): Promise<void>;
}

export function newLayout(): LayoutBuilder {
  const files = new Map<string, Buffer>([['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')]]);
  const layout: LayoutBuilder = {
    files,
    blob(bytes, mediaType) {
      const digest = sha256(bytes);
      // A copy: tests change what lies there.
      files.set(`blobs/sha256/${digest.slice('sha256:'.length)}`, Buffer.from(bytes));
      return { mediaType, digest, size: bytes.byteLength };
    },
    json: (value, mediaType) => layout.blob(Buffer.from(JSON.stringify(value)), mediaType),
    image({ layers, plainLayers = layers, layerTypes = [], config = {} }) {
      const described = layers.map((layer, index) => layout.blob(layer, layerTypes[index] ?? ociTypes.layer));
      const rootfs = { type: 'layers', diff_ids: plainLayers.map(sha256) };
      const document = { os: 'linux', architecture: 'amd64', rootfs, ...config };
      const manifest = { schemaVersion: 2, config: layout.json(document, ociTypes.config), layers: described };
      return layout.json(manifest, ociTypes.manifest);
    },
    index(manifests) {
      files.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
    },
    tar: () => tarOf([...files].map(([name, content]) => ({ path: name, content }))),
    async write(folder) {
      for (const [name, content] of files) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        await writeFile(path.join(folder, name), content);
      }
    },
  };
  return layout;
}

/** A descriptor with a reference as skopeo writes it. */
export function named(descriptor: Described, reference: string): Described {
  return { ...descriptor, annotations: { 'org.opencontainers.image.ref.name': reference } };
}

/** What `docker save` wrote until Docker 24: folders of layers, those of several images linked. */
export function dockerArchive(images: readonly { references: string[]; layers: readonly Buffer[] }[]): TarEntry[] {
  const entries: TarEntry[] = [];
  const known = new Map<string, string>();
  const manifest = images.map(({ references, layers }, image) => {
    const names = layers.map((layer, index) => {
      const name = `${image}${index}/layer.tar`;
      const digest = sha256(layer);
      const first = known.get(digest);
      if (first === undefined) entries.push({ path: name, content: layer });
      else entries.push({ path: name, type: 'SymbolicLink', linkpath: `../${first}` });
      known.set(digest, first ?? name);
      return name;
    });
    const config = Buffer.from(
      JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: layers.map(sha256) } }),
    );
    const configName = `${sha256(config).slice('sha256:'.length)}.json`;
    entries.push({ path: configName, content: config });
    return { Config: configName, RepoTags: references, Layers: names };
  });
  entries.push({ path: 'manifest.json', content: JSON.stringify(manifest) });
  return entries;
}
