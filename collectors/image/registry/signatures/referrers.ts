import { at, type Json, listOf, objectOf, textOf, textOrNull } from '../../../docker/shape.ts';
import { checkedDigest, parseDocument, reading } from '../../source/manifest.ts';
import type { Registry } from '../client.ts';
import { findManifest } from '../manifest.ts';
import { LimitError, RegistryError } from '../registry-error.ts';

/** What a list of referrers says of one of them. */
export interface Referrer {
  digest: string;
  artifactType: string | null;
}

const indexType = 'application/vnd.oci.image.index.v1+json';

/**
 * Lists what refers to a manifest: by the referrers API, else by its fallback tag (specification: distribution-spec
 * 1.1, listing referrers). In the order of the registry.
 * @throws PlimsollError
 */
export async function listReferrers(registry: Registry, subject: string): Promise<Referrer[]> {
  const found: Referrer[] = [];
  const seen = new Set<string>();
  let next: string | null = `referrers/${subject}`;
  while (next !== null) {
    seen.add(next);
    const reply = await registry.read(next, indexType);
    const type = (reply.headers['content-type'] ?? '').split(';')[0]?.trim();
    // Registries that do not know it answer with different statuses, or with a page of their own.
    const isKnown = reply.status === 200 && type === indexType;
    if (!isKnown && found.length === 0 && [200, 400, 404, 405, 406, 501].includes(reply.status)) {
      return fallback(registry, subject);
    }
    if (!isKnown) throw registry.refusal(reply.status, `list of referrers of ${subject}`);
    found.push(...referrersIn(parseDocument(reply.bytes, `referrers of ${subject}`), subject));
    if (found.length > registry.limits.registryReferrers) throw tooManyReferrers(registry, found.length);
    next = nextPage(reply.headers['link'], registry, subject);
    if (next !== null && (seen.has(next) || seen.size > registry.limits.registryReferrers))
      throw tooManyReferrers(registry, seen.size);
  }
  return found;
}

async function fallback(registry: Registry, subject: string): Promise<Referrer[]> {
  const tag = subject.replace(':', '-').slice(0, 128);
  const index = await findManifest(registry, tag, `tag ${tag}`);
  if (index === null) return [];
  return referrersIn(index.document, subject);
}

function referrersIn(document: Json, subject: string): Referrer[] {
  const where = `referrers of ${subject}`;
  return reading(where, () =>
    listOf(document['manifests']).map((value) => {
      const descriptor = objectOf(value);
      const type = textOrNull(descriptor['artifactType']) ?? textOrNull(at(descriptor, 'config')['mediaType']);
      return { digest: checkedDigest(textOf(descriptor['digest']), where), artifactType: type };
    }),
  );
}

/** The next page, on this registry alone. */
function nextPage(header: string | string[] | undefined, registry: Registry, subject: string): string | null {
  const target = /<([^>]*)>\s*;\s*rel="?next"?/.exec(String(header ?? ''))?.[1];
  if (target === undefined) return null;
  const base = `https://${registry.host}/v2/${registry.reference.path}/referrers/${subject}`;
  if (!URL.canParse(target, base)) return null;
  const { pathname, search, host } = new URL(target, base);
  if (host !== registry.host)
    throw new RegistryError(registry.host, 'its list of referrers goes on elsewhere', 'not-supported');
  return `${pathname}${search}`;
}

export function tooManyReferrers(registry: Registry, count: number): LimitError {
  const what = `Registry ${registry.host}: ${count} signatures and attestations or more`;
  return new LimitError('registryReferrers', registry.limits.registryReferrers, what);
}
