import { PlimsollError } from '../../../engine/index.ts';

/**
 * The registry that a name without a host means, as Docker has it: its name in references, the host that answers, and
 * the keys under which clients keep its login. No other host has a special meaning.
 */
export const defaultRegistry = {
  domain: 'docker.io',
  host: 'registry-1.docker.io',
  aliases: ['index.docker.io'],
  credentialKeys: ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io', 'registry-1.docker.io'],
} as const;

/** A reference, complete: host, repository, and a tag or a digest or both. */
export interface ImageReference {
  /** Host with its port, where one is given. */
  domain: string;
  /** Repository, such as `library/alpine`. */
  path: string;
  /** Null: only a digest was given. */
  tag: string | null;
  digest: string | null;
}

const domainLabel = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domainPattern = new RegExp(`^(?:${domainLabel}(?:\\.${domainLabel})*|\\[[a-fA-F0-9:]+\\])(?::([0-9]+))?$`);
const pathPart = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };
const longestName = 255;
const longestReference = 1024;

/** Whether a text is a digest this program can check: `sha256:` or `sha512:` with lower-case hex. */
export function isDigest(text: string): boolean {
  const colon = text.indexOf(':');
  const length = Object.hasOwn(digestLengths, text.slice(0, colon)) ? digestLengths[text.slice(0, colon)] : undefined;
  return length !== undefined && text.length === colon + 1 + length && /^[0-9a-f]+$/.test(text.slice(colon + 1));
}

/**
 * Reads `[HOST[:PORT]/]NAME[:TAG][@DIGEST]` by the grammar of the distribution project. Without a host it is the
 * default registry, without tag and digest the tag `latest`.
 * @throws PlimsollError `target-unknown` with what is wrong.
 */
export function parseReference(text: string): ImageReference {
  if (text.length > longestReference) throw wrong(text, 'it is too long');
  const at = text.indexOf('@');
  const digest = at < 0 ? null : text.slice(at + 1);
  if (digest !== null && !isDigest(digest))
    throw wrong(text, 'what follows @ is not sha256: and 64 digits from 0 to f');
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? null : named.slice(colon + 1);
  if (tag !== null && !tagPattern.test(tag)) throw wrong(text, 'its tag has a character or a length that no tag has');
  const { domain, path } = splitName(colon < 0 ? named : named.slice(0, colon));
  const port = domainPattern.exec(domain);
  if (port === null) throw wrong(text, 'its host is not a host name');
  if (Number(port[1] ?? 0) > 65_535) throw wrong(text, 'its port is too large');
  if (path === '') throw wrong(text, 'it names no repository');
  if (path !== path.toLowerCase()) throw wrong(text, 'a repository has no capital letters');
  if (!path.split('/').every((part) => pathPart.test(part))) {
    throw wrong(text, 'its repository has a character that no repository has');
  }
  if (domain.length + 1 + path.length > longestName) throw wrong(text, `its name is longer than ${longestName}`);
  return { domain, path, tag: tag ?? (digest === null ? 'latest' : null), digest };
}

/** The first part is a host where it cannot be a repository: with a dot, a port or capitals, or `localhost`. */
function splitName(name: string): { domain: string; path: string } {
  if (/^[0-9a-f]{64}$/.test(name)) throw wrong(name, 'it is an id, which no registry knows');
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  let domain = isHost ? first : defaultRegistry.domain;
  let path = isHost ? name.slice(slash + 1) : name;
  if (defaultRegistry.aliases.some((alias) => alias === domain)) domain = defaultRegistry.domain;
  if (domain === defaultRegistry.domain && path !== '' && !path.includes('/')) path = `library/${path}`;
  return { domain, path };
}

function wrong(text: string, why: string): PlimsollError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new PlimsollError('target-unknown', `${JSON.stringify(shown)} is not an image reference: ${why}.`, {
    next: 'Write it as HOST/NAME:TAG or HOST/NAME@sha256:DIGEST.',
  });
}

/** The repository as Docker shows it: without the default registry and its `library/`. */
export function familiarName({ domain, path }: Pick<ImageReference, 'domain' | 'path'>): string {
  if (domain !== defaultRegistry.domain) return `${domain}/${path}`;
  return /^library\/[^/]+$/.test(path) ? path.slice('library/'.length) : path;
}

/** The reference as Docker shows it. */
export function showReference(reference: ImageReference): string {
  const tag = reference.tag === null ? '' : `:${reference.tag}`;
  return `${familiarName(reference)}${tag}${reference.digest === null ? '' : `@${reference.digest}`}`;
}

/** The reference as its own registry would call it: without the host. */
export function inRegistry({ path, tag, digest }: ImageReference): string {
  return `${path}${digest === null ? `:${tag}` : `@${digest}`}`;
}

/** Host and port to speak to. */
export function apiHost(domain: string): string {
  return domain === defaultRegistry.domain ? defaultRegistry.host : domain;
}
