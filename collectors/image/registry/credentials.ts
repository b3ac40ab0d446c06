import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../../../engine/index.ts';
import { askHelper, type HelperOptions } from './credential-helper.ts';
import { defaultRegistry, type ImageReference } from './reference.ts';

/** A login. Held in memory while one image is read; never in a message, log or snapshot. */
export type Credentials =
  | { kind: 'password'; username: string; password: string }
  /** Exchanged for access tokens at the token server. */
  | { kind: 'identity-token'; token: string }
  /** Sent to the registry as it is. */
  | { kind: 'registry-token'; token: string };

export interface FoundCredentials {
  credentials: Credentials | null;
  problems: Problem[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Looks for the login of a repository where Docker and podman keep it: `REGISTRY_AUTH_FILE`, Docker's config.json
 * (`DOCKER_CONFIG`), podman's auth.json. A file or helper that cannot be read is a problem, and the next one is tried.
 */
export async function findCredentials(reference: ImageReference, options: HelperOptions): Promise<FoundCredentials> {
  const problems: Problem[] = [];
  for (const file of credentialFiles(options.environment)) {
    try {
      const fields = await readFields(file);
      const credentials = fields === null ? null : await fromFile(fields, reference, options);
      if (credentials !== null) return { credentials, problems };
    } catch (error) {
      options.signal.throwIfAborted();
      problems.push({ code: 'credentials-unreadable', message: (error as Error).message, subject: file });
    }
  }
  return { credentials: null, problems };
}

function credentialFiles(environment: HelperOptions['environment']): string[] {
  const home = environment['HOME'];
  const docker = environment['DOCKER_CONFIG'] || (home ? path.join(home, '.docker') : '');
  const runtime = environment['XDG_RUNTIME_DIR'];
  const own = environment['XDG_CONFIG_HOME'] || (home ? path.join(home, '.config') : '');
  return [
    environment['REGISTRY_AUTH_FILE'] ?? '',
    docker === '' ? '' : path.join(docker, 'config.json'),
    runtime ? path.join(runtime, 'containers/auth.json') : '',
    own === '' ? '' : path.join(own, 'containers/auth.json'),
  ].filter((file) => file !== '');
}

/** Null: there is no such file. The messages quote nothing of it. */
async function readFields(file: string): Promise<Fields | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new Error(`The file of logins cannot be read${code === undefined ? '' : ` (${code})`}.`, { cause: error });
  }
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {}
  if (!isFields(value)) throw new Error('The file of logins is not a JSON object.');
  return value;
}

async function fromFile(
  fields: Fields,
  reference: ImageReference,
  options: HelperOptions,
): Promise<Credentials | null> {
  const helpers = isFields(fields['credHelpers']) ? fields['credHelpers'] : {};
  const store = fields['credsStore'];
  for (const key of serverKeys(reference)) {
    const own = Object.hasOwn(helpers, key) ? helpers[key] : undefined;
    if (typeof own !== 'string' || own === '') continue;
    const credentials = await askHelper(own, key, options);
    if (credentials !== null) return credentials;
  }
  if (typeof store === 'string' && store !== '') {
    const credentials = await askHelper(store, serverKeys(reference)[0] ?? reference.domain, options);
    if (credentials !== null) return credentials;
  }
  return isFields(fields['auths']) ? fromAuths(fields['auths'], reference) : null;
}

/** Names that a registry's login is kept under, the usual one first. */
function serverKeys({ domain }: ImageReference): readonly string[] {
  return domain === defaultRegistry.domain ? defaultRegistry.credentialKeys : [domain];
}

/** podman keeps logins of single repositories too: the longest name that fits counts. */
function fromAuths(auths: Fields, reference: ImageReference): Credentials | null {
  const parts = reference.path.split('/');
  for (let count = parts.length; count >= 1; count--) {
    const key = `${reference.domain}/${parts.slice(0, count).join('/')}`;
    const credentials = Object.hasOwn(auths, key) ? fromEntry(auths[key]) : null;
    if (credentials !== null) return credentials;
  }
  const wanted = new Set([...serverKeys(reference), reference.domain].map(hostOfKey));
  for (const [key, entry] of Object.entries(auths)) {
    const credentials = wanted.has(hostOfKey(key)) ? fromEntry(entry) : null;
    if (credentials !== null) return credentials;
  }
  return null;
}

/** `https://host/v1/` is how old clients write `host`; what else follows a slash is a repository. */
function hostOfKey(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');
}

function fromEntry(entry: unknown): Credentials | null {
  if (!isFields(entry)) return null;
  const text = (name: string) => (typeof entry[name] === 'string' ? entry[name] : '');
  if (text('identitytoken') !== '') return { kind: 'identity-token', token: text('identitytoken') };
  if (text('registrytoken') !== '') return { kind: 'registry-token', token: text('registrytoken') };
  const pair = Buffer.from(text('auth'), 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon > 0) {
    return { kind: 'password', username: pair.slice(0, colon), password: pair.slice(colon + 1).replace(/\0+$/, '') };
  }
  if (text('username') === '') return null;
  return { kind: 'password', username: text('username'), password: text('password') };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
