import { compareText, type Problem } from '../../../engine/index.ts';
import type { ImageAbout, ImageSource } from '../contract.ts';
import { type Descriptor, diffIdsOf, invalid, layerKind, parseDocument } from '../source/manifest.ts';
import { checkLayerCount, countMismatch, foreignLayer } from '../source/open-manifest.ts';
import { type Platform, parsePlatform } from '../source/platform.ts';
import { readRemoteLayers } from './blob.ts';
import { checkPlatform, chooseImage } from './choose.ts';
import { openRegistry, type Registry, type RegistryOptions } from './client.ts';
import { fetchManifest, fetchSmallBlob, manifestTypes } from './manifest.ts';
import { familiarName, inRegistry, parseReference, showReference } from './reference.ts';
import { findSignatures } from './signatures/find.ts';
import { readKeys, type VerificationKey } from './signatures/keys.ts';

export interface OpenRegistryOptions extends RegistryOptions {
  /** `os/architecture[/variant]`; null: Linux on this machine's architecture, or the only one there is. */
  platform: string | null;
  /** Public keys that signatures and attestations are verified with. */
  keys: readonly VerificationKey[];
}

/**
 * Opens an image in its registry (specification: distribution-spec 1.1, the token specification of the distribution
 * project). Everything is read by GET and HEAD, and checked against its digest.
 * @throws PlimsollError `target-unknown`, `registry-failed`, `image-unknown`, `digest-mismatch`, `archive-invalid`,
 * `image-layer-missing`, `limit-reached`, `configuration-invalid` (a key)
 */
export async function openRegistryImage(text: string, options: OpenRegistryOptions): Promise<ImageSource> {
  const reference = parseReference(text);
  const keys = readKeys(options.keys);
  const platform = options.platform === null ? null : parsePlatform(options.platform);
  const registry = await openRegistry(reference, options);
  try {
    return await openWith(registry, platform, keys);
  } catch (error) {
    registry.close();
    options.signal.throwIfAborted();
    throw error;
  }
}

async function openWith(
  registry: Registry,
  platform: Platform | null,
  keys: ReturnType<typeof readKeys>,
): Promise<ImageSource> {
  const { reference, limits } = registry;
  const shown = showReference(reference);
  const top = await fetchManifest(registry, reference.digest ?? reference.tag ?? 'latest', inRegistry(reference));
  const chosen = await chooseImage(registry, top, platform, shown);
  checkLayerCount(chosen.layers.length, limits, chosen.manifest.digest);
  const negative = [chosen.config, ...chosen.layers].find(({ size }) => size < 0);
  if (negative !== undefined)
    throw invalid(`${negative.digest} is said to have fewer than no bytes.`, chosen.manifest.digest);
  const config = parseDocument(await fetchSmallBlob(registry, chosen.config), chosen.config.digest);
  const diffIds = diffIdsOf(config, chosen.config.digest);
  if (diffIds.length !== chosen.layers.length) {
    throw countMismatch(chosen.config.digest, diffIds.length, chosen.layers.length);
  }
  checkPlatform(config, platform, shown);
  const problems: Problem[] = [...registry.problems];
  const absent = await absentForeign(registry, chosen.layers, problems);
  const layers = chosen.layers.map(({ digest, mediaType, size }, index) => {
    return { diffId: diffIds[index] ?? '', digest, mediaType, size };
  });
  const about: ImageAbout = {
    source: 'registry',
    tags: (await stillTagged(registry)) ? [`${familiarName(reference)}:${reference.tag}`] : [],
    digests: [...new Set([top.digest, chosen.manifest.digest])]
      .map((digest) => `${familiarName(reference)}@${digest}`)
      .sort(compareText),
    id: chosen.config.digest,
    config,
    layers,
  };
  const subjects = [...new Set([top.digest, chosen.manifest.digest])];
  const signatures = await findSignatures(registry, { subjects, attestations: chosen.attestations, keys, problems });
  return {
    about,
    problems,
    signatures,
    readLayers: (wanted, read) =>
      readRemoteLayers(
        registry,
        layers.filter(({ digest }) => !absent.has(digest)),
        wanted,
        read,
      ),
    close: async () => registry.close(),
  };
}

/** Layers that may not be distributed and so are not in this registry. Their own addresses are never asked. */
async function absentForeign(
  registry: Registry,
  layers: readonly Descriptor[],
  problems: Problem[],
): Promise<ReadonlySet<string>> {
  const absent = new Set<string>();
  for (const { digest, mediaType } of layers) {
    const kind = layerKind(mediaType);
    if (kind === 'unknown') {
      throw invalid(
        `The layer ${digest} is of the type ${JSON.stringify(mediaType.slice(0, 100))}, which cannot be read.`,
        digest,
      );
    }
    if (kind === 'layer' || absent.has(digest)) continue;
    const { status } = await registry.head(`blobs/${digest}`, '*/*');
    if (status === 200) continue;
    if (status !== 404) throw registry.refusal(status, `blob ${digest}`);
    absent.add(digest);
    problems.push(foreignLayer(`registry ${registry.host}`, digest));
  }
  return absent;
}

/** With a digest, a tag is only a claim: it names the image where the registry says so now. */
async function stillTagged(registry: Registry): Promise<boolean> {
  const { tag, digest } = registry.reference;
  if (tag === null || digest === null) return tag !== null;
  const { status, headers } = await registry.head(`manifests/${tag}`, manifestTypes);
  return status === 200 && headers['docker-content-digest'] === digest;
}
