import { type Bundle, Catalogue, canonicalJson, PlimsollError, readBundle } from '../engine/index.ts';
import { capabilitiesJson } from './capabilities.ts';
import type { Compiler } from './compiler.ts';
import { entryModules, entrypoints } from './entry.ts';
import { requireOk, texts } from './faults.ts';
import { type PreparedSource, policyModules, prepare } from './prepare.ts';
import { overlaps } from './reach.ts';
import type { SourceBundle } from './types.ts';

export interface BuiltSource {
  /** `<namespace>-<name>-<version>.tar.gz`: an OPA bundle with our catalogue. The same source gives the same bytes. */
  archive: Uint8Array;
  bundle: Bundle;
}

/**
 * Compiles a bundle to wasm and writes its archive.
 * @throws PlimsollError `rego-invalid` or `bundle-invalid` with the place, further faults in `others`
 */
export async function buildSource(source: SourceBundle, compiler: Compiler): Promise<BuiltSource> {
  if (source.rules.length === 0) {
    throw new PlimsollError('bundle-invalid', 'The bundle has no rules', { place: { file: source.folder } });
  }
  const prepared = await prepare(source, compiler);
  const { files, outlines } = prepared;
  const catalogue = makeCatalogue(prepared, await compiler.version());
  const entries = entryModules(catalogue.rules);
  const packages = [...Object.values(outlines).map((outline) => outline.package), 'plimsoll.entry'];
  const answer = await compiler.request({
    operation: 'build',
    modules: { ...texts(policyModules(source)), ...entries },
    data: source.data,
    capabilities: await capabilitiesJson(compiler),
    entrypoints: catalogue.kinds.flatMap(entrypoints).sort(),
    archive: {
      revision: catalogue.version,
      roots: roots(source, packages),
      metadata: { namespace: catalogue.namespace, name: catalogue.name, title: catalogue.title },
      files: archiveFiles(source, catalogue),
    },
  });
  const { archive: encoded } = requireOk(answer, files);
  const archive = new Uint8Array(Buffer.from(encoded!, 'base64'));
  return { archive, bundle: await readBundle(archive, source.folder) };
}

function makeCatalogue(prepared: PreparedSource, opa: string): Catalogue {
  const { source } = prepared;
  const { manifest } = source;
  const rules = [...prepared.rules.values()].map(({ rule }) => rule);
  const catalogue = {
    catalogue: '1-0-0',
    namespace: manifest.namespace,
    name: manifest.name,
    version: manifest.version,
    title: manifest.title,
    licence: manifest.licence,
    plimsoll: manifest.plimsoll,
    snapshot: manifest.snapshot,
    opa,
    parameters: source.parameters,
    collect: source.collect,
    kinds: [...new Set(rules.map(({ kind }) => kind))].sort(),
    rules,
    frameworks: source.frameworks.map(({ framework }) => framework),
    profiles: source.profiles.map(({ profile }) => profile),
  };
  const checked = Catalogue.safeParse(catalogue);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = { file: source.folder };
  throw new PlimsollError('bundle-invalid', `${issue!.path.join('.')}: ${issue!.message}`, { place });
}

/** Parts of the data document that the bundle owns: the fewest paths that cover its packages and tables. */
function roots(source: SourceBundle, packages: readonly string[]): string[] {
  const tables = Object.keys(source.data).map((namespace) => `${namespace}.tables`);
  const short = [...packages, ...tables].map((name) => name.split('.').slice(0, 2).join('.'));
  const unique = [...new Set(short)].sort();
  const fewest = unique.filter(
    (name) => !unique.some((other) => other !== name && overlaps(other, name) && other < name),
  );
  return fewest.map((name) => name.replaceAll('.', '/'));
}

function archiveFiles(source: SourceBundle, catalogue: Catalogue): Record<string, string> {
  const tests = source.rules.flatMap(({ test, examples }) => [test, examples]).filter((file) => file !== null);
  const own = source.libraryTests.filter(({ path }) => path.startsWith('lib/'));
  const files = [...source.documents, ...tests, ...own].map(({ path, text }) => [`/src/${path}`, text]);
  return Object.fromEntries([...files, ['/catalogue.json', `${canonicalJson(catalogue)}\n`]]);
}

/** Name of the archive's file. */
export function archiveName({
  namespace,
  name,
  version,
}: {
  namespace: string;
  name: string;
  version: string;
}): string {
  return `${namespace}-${name}-${version}.tar.gz`;
}
