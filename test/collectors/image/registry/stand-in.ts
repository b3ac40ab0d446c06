/** A registry that serves whatever it is given, also what real ones refuse to store. */
import { digestOf, makeImage, ociTypes, type TestImage } from '../../../support/registry.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

export interface StandIn extends FaultProxy {
  /** Stores a manifest; under its digest, and a tag where one is given. */
  manifest(document: object | Uint8Array, type: string, tag?: string): { digest: string; size: number };
  blob(bytes: Uint8Array): string;
  image(image: TestImage, tag?: string): TestImage;
  /** Answers a path of its own: `referrers/sha256:…`. */
  path(path: string, body: string, headers?: Record<string, string>, status?: number): void;
}

export async function startStandIn(repository = 'app'): Promise<StandIn> {
  const documents = new Map<string, { status: number; headers: Record<string, string>; body: string | Uint8Array }>();
  const proxy = await startFaultProxy('http://127.0.0.1:1', ({ path }) => {
    const found = documents.get(path.slice(`/v2/${repository}/`.length));
    return { kind: 'answer', ...(found ?? { status: 404, headers: {}, body: '{"errors":[]}' }) };
  });
  const standIn: StandIn = {
    ...proxy,
    manifest(document, type, tag) {
      const body = document instanceof Uint8Array ? document : Buffer.from(JSON.stringify(document));
      const digest = digestOf(body);
      for (const name of [digest, ...(tag === undefined ? [] : [tag])]) {
        documents.set(`manifests/${name}`, { status: 200, headers: { 'Content-Type': type }, body });
      }
      return { digest, size: body.length };
    },
    blob(bytes) {
      const digest = digestOf(bytes);
      documents.set(`blobs/${digest}`, { status: 200, headers: {}, body: bytes });
      return digest;
    },
    image(image, tag) {
      for (const bytes of [...image.layers, image.config]) standIn.blob(bytes);
      standIn.manifest(image.manifest, ociTypes.manifest, tag);
      return image;
    },
    path: (path, body, headers = {}, status = 200) => void documents.set(path, { status, headers, body }),
  };
  return standIn;
}

/** An image of one layer for a platform, with its descriptor in an index. */
export function platformImage(os: string, architecture: string, variant?: string) {
  const image = makeImage([Buffer.from(`${os}/${architecture}/${variant}`)], { os, architecture });
  const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  const descriptor = { mediaType: ociTypes.manifest, digest: image.digest, size: image.manifest.length, platform };
  return { image, descriptor };
}
