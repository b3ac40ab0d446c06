import { compareText, type MissingCode, PlimsollError, type Problem } from '../../../../engine/index.ts';
import type { ImageFact } from '../../facts.ts';
import type { Descriptor } from '../../source/manifest.ts';
import type { Registry } from '../client.ts';
import { type FetchedManifest, fetchManifest, findManifest } from '../manifest.ts';
import { LimitError, missingCodeOf } from '../registry-error.ts';
import { type Artifact, cleanType, kindOf, kindOfTypes, readArtifact, type SignatureKind } from './artifact.ts';
import type { PublicKey } from './keys.ts';
import { listReferrers, tooManyReferrers } from './referrers.ts';
import { verifyArtifact } from './verify.ts';

type Signature = ImageFact<'signatures'>[number];

interface FindContext {
  /** Digests that name the image: of its index and its manifest. */
  subjects: readonly string[];
  /** Attestations that the index itself lists for the image. */
  attestations: readonly Descriptor[];
  keys: readonly PublicKey[];
  problems: Problem[];
}

/** Something that lies beside the image, not read yet. */
interface Beside {
  digest: string;
  /** Digest of the image it is for. */
  subject: string;
  /** What its place says; null: its types tell. */
  kind: SignatureKind | null;
  artifactType: string | null;
  /** Null: not read yet. */
  manifest: FetchedManifest | null;
}

/** Suffixes of the tags that cosign puts beside an image (cosign specs/SIGNATURE_SPEC.md). */
const tagKinds: readonly [string, SignatureKind][] = [
  ['sig', 'cosign'],
  ['att', 'attestation'],
  ['sbom', 'sbom'],
];

/**
 * Lists signatures and attestations beside an image, and verifies them where keys are configured. A code where they
 * could not be listed: the reason is among the problems.
 */
export async function findSignatures(
  registry: Registry,
  context: FindContext,
): Promise<ImageFact<'signatures'> | MissingCode> {
  try {
    const beside = await listBeside(registry, context);
    const found: Signature[] = [];
    for (const each of beside.values()) found.push(await describe(registry, each, context));
    return found.sort((one, other) => compareText(one.digest, other.digest));
  } catch (error) {
    registry.patience.signal.throwIfAborted();
    if (!(error instanceof PlimsollError)) throw error;
    context.problems.push({
      code: 'signatures-unreadable',
      message: `Signatures and attestations are not known: ${error.message}`,
      kind: 'image',
      ...(error instanceof LimitError ? { limit: error.limit } : {}),
    });
    return missingCodeOf(error);
  }
}

async function listBeside(registry: Registry, context: FindContext): Promise<Map<string, Beside>> {
  const beside = new Map<string, Beside>();
  const add = (each: Beside) => {
    if (beside.has(each.digest)) return;
    beside.set(each.digest, each);
    if (beside.size > registry.limits.registryReferrers) throw tooManyReferrers(registry, beside.size);
  };
  for (const subject of context.subjects) {
    for (const [suffix, kind] of tagKinds) {
      const tag = `${subject.replace(':', '-')}.${suffix}`;
      const manifest = await findManifest(registry, tag, `tag ${tag}`);
      if (manifest !== null) add({ digest: manifest.digest, subject, kind, artifactType: null, manifest });
    }
    for (const { digest, artifactType } of await listReferrers(registry, subject)) {
      add({ digest, subject, kind: null, artifactType, manifest: null });
    }
  }
  const own = context.subjects.at(-1) ?? '';
  for (const { digest } of context.attestations) {
    add({ digest, subject: own, kind: 'attestation', artifactType: null, manifest: null });
  }
  return beside;
}

async function describe(registry: Registry, beside: Beside, { keys }: FindContext): Promise<Signature> {
  const { digest, subject } = beside;
  const listed = {
    kind: beside.kind ?? kindOfTypes([beside.artifactType ?? '']),
    artifactType: cleanType(beside.artifactType),
  };
  try {
    const manifest = beside.manifest ?? (await fetchManifest(registry, digest, `artifact ${digest}`));
    const artifact = readArtifact(manifest);
    const artifactType = artifact.artifactType ?? listed.artifactType;
    const kind = beside.kind ?? kindOf({ ...artifact, artifactType });
    return { kind, digest, artifactType, ...(await judge(registry, artifact, subject, kind, keys)) };
  } catch (error) {
    registry.patience.signal.throwIfAborted();
    if (!(error instanceof PlimsollError)) throw error;
    return { ...listed, digest, verified: keys.length === 0 ? null : false, key: null, error: error.message };
  }
}

async function judge(
  registry: Registry,
  artifact: Artifact,
  subject: string,
  kind: SignatureKind,
  keys: readonly PublicKey[],
): Promise<Pick<Signature, 'verified' | 'key' | 'error'>> {
  if (keys.length === 0) return { verified: null, key: null, error: null };
  if (kind === 'notation') {
    return { verified: false, key: null, error: 'signatures of notation cannot be verified with a key' };
  }
  const { key, error } = await verifyArtifact(registry, artifact, subject, keys);
  return { verified: error === null, key, error };
}
