import { PlimsollError } from '../errors.ts';
import { type Limits, limitsWith } from '../limits.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import { digestOf, sha256Hex } from '../snapshot/digest.ts';
import { type BundleFiles, unpackBundle } from './archive.ts';
import { type Bundle, Catalogue } from './schema.ts';

/**
 * Reads a built bundle (`<namespace>-<name>-<version>.tar.gz`): unpacks it in memory, checks its catalogue and its
 * data. Throws `bundle-invalid` with the place, or `limit-reached`. The wasm itself is checked by `loadPolicy`.
 *
 * @param archive the bytes of the file
 * @param name how messages call it: its path or reference
 */
export async function readBundle(archive: Uint8Array, name: string, limits: Limits = limitsWith()): Promise<Bundle> {
  const files = await unpackBundle(archive, name, limits);
  const policy = files.get('policy.wasm');
  if (policy === undefined) throw invalid(name, 'it has no policy.wasm');
  const catalogue = readCatalogue(files, name);
  const data = readData(files, name);
  return { catalogue, policy, data, digest: bundleDigest(files) };
}

/**
 * Digest of a bundle: sha256 over the canonical JSON of `[[path, sha256 in hexadecimal], …]`, sorted by path, where
 * paths have no leading slash. It does not depend on the archive's order, times, owners or compression.
 */
export function bundleDigest(files: ReadonlyMap<string, Uint8Array>): string {
  const list = [...files].map(([path, bytes]): [string, string] => [path, sha256Hex(bytes)]);
  list.sort(([left], [right]) => compareText(left, right));
  return digestOf(canonicalJson(list));
}

/** `<namespace>-<name>`: how a bundle is named in profiles and results. */
export function bundleId(catalogue: Pick<Catalogue, 'namespace' | 'name'>): string {
  return `${catalogue.namespace}-${catalogue.name}`;
}

function readCatalogue(files: BundleFiles, name: string): Catalogue {
  const parsed = Catalogue.safeParse(readJson(files, 'catalogue.json', name));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw invalid(name, `${issue.path.join('.') || 'the top'}: ${issue.message}`, 'catalogue.json');
  }
  const seen = new Set<string>();
  for (const rule of parsed.data.rules) {
    if (seen.has(rule.id)) throw invalid(name, `the rule ${rule.id} is listed twice`, 'catalogue.json');
    if (!parsed.data.kinds.includes(rule.kind)) {
      throw invalid(name, `the rule ${rule.id} is of kind ${rule.kind}, which has no entrypoint`, 'catalogue.json');
    }
    seen.add(rule.id);
  }
  return parsed.data;
}

/** What the engine itself puts under `data.plimsoll`; a bundle that brought it could switch its own rules off. */
const enginesOwn = ['on', 'params', 'now'];

function readData(files: BundleFiles, name: string): Record<string, unknown> {
  if (!files.has('data.json')) return {};
  const data = readJson(files, 'data.json', name);
  if (!isObject(data)) throw invalid(name, 'the data is not a JSON object', 'data.json');
  const ours = data['plimsoll'];
  if (ours === undefined) return data;
  if (!isObject(ours)) throw invalid(name, 'plimsoll is not a JSON object', 'data.json');
  const taken = enginesOwn.find((member) => Object.hasOwn(ours, member));
  if (taken !== undefined) throw invalid(name, `plimsoll.${taken} is given by the engine only`, 'data.json');
  return data;
}

function readJson(files: BundleFiles, file: string, name: string): unknown {
  const bytes = files.get(file);
  if (bytes === undefined) throw invalid(name, `it has no ${file}`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PlimsollError('bundle-invalid', `${file} of the bundle ${name} is not JSON.`, {
      place: { file: `${name}#${file}` },
      cause,
    });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(name: string, why: string, file?: string): PlimsollError {
  return new PlimsollError('bundle-invalid', `The bundle ${name} breaks its contract: ${why}.`, {
    place: { file: file === undefined ? name : `${name}#${file}` },
  });
}
