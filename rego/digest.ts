import { builtinNames, canonicalJson, digestOf } from '../engine/index.ts';
import { regoFiles } from './faults.ts';
import { toolchainHash } from './toolchain.ts';
import type { SourceBundle } from './types.ts';

/**
 * Names what {@link buildSource} would make of a source, without making it: `sha256:…` over all its files, the
 * compiler, this room and the built-ins allowed. Key of the cache of built bundles.
 */
export function sourceDigest(source: SourceBundle): string {
  const examples = source.rules.map((rule) => rule.examples).filter((file) => file !== null);
  const files = [...regoFiles(source).values(), ...source.documents, ...examples];
  const list = files.map(({ path, text }) => [path, digestOf(text)]);
  list.sort(([a], [b]) => (a! < b! ? -1 : 1));
  const chosen = source.rules.map(({ id }) => id);
  return digestOf(canonicalJson({ toolchain: toolchainHash(), builtins: builtinNames, files: list, rules: chosen }));
}
