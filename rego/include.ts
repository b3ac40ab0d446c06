import path from 'node:path';
import { BundleManifest, PlimsollError } from '../engine/index.ts';
import { isFolder } from './source-files.ts';
import type { LoadOptions, RuleSource, SourceBundle, SourceFile } from './types.ts';
import { parseLocatedYaml } from './yaml.ts';

/**
 * Adds the rules that `include` names, with the libraries, tables and parameters of their bundles, so that the built
 * bundle stands alone. A bundle is named by a path from this bundle's folder, or by what `resolveBundle` knows.
 */
export async function addIncludes(
  source: SourceBundle,
  manifestFile: SourceFile,
  options: LoadOptions,
  above: string[],
  /** Reads the folder of another bundle; handed in, since it comes back here for that one's own includes. */
  load: (folder: string, options: LoadOptions, above: string[]) => Promise<SourceBundle>,
): Promise<void> {
  const { place } = parseLocatedYaml(manifestFile.text, manifestFile.file, BundleManifest);
  for (const [index, include] of source.manifest.include.entries()) {
    const at = place(['include', index, 'bundle']);
    const folder = await findBundle(source.folder, include.bundle, options);
    if (folder === null) {
      throw new PlimsollError('bundle-unknown', `No bundle ${include.bundle} is known`, { place: at });
    }
    const trail = [...above, path.resolve(source.folder)];
    if (trail.includes(path.resolve(folder))) {
      throw new PlimsollError('bundle-invalid', `${include.bundle} includes itself`, { place: at });
    }
    const other = await load(folder, options, trail);
    requireVersion(include.bundle, other, at);
    const chosen = chooseRules(other, include, (key, entry) => place(['include', index, key, entry]));
    merge(source, other, chosen, at);
  }
}

async function findBundle(folder: string, reference: string, options: LoadOptions): Promise<string | null> {
  const beside = path.join(folder, reference);
  if (await isFolder(beside)) return beside;
  const [name] = reference.split('@');
  return options.resolveBundle?.(reference) ?? options.resolveBundle?.(name!) ?? null;
}

function requireVersion(reference: string, other: SourceBundle, at: object): void {
  const wanted = reference.split('@')[1];
  if (wanted === undefined || wanted === other.manifest.version) return;
  const message = `${reference} is wanted, but ${other.manifest.version} is what is there`;
  throw new PlimsollError('bundle-unknown', message, { place: at as never });
}

function chooseRules(
  other: SourceBundle,
  include: { rules?: string[] | undefined; areas?: string[] | undefined },
  place: (key: string, entry: number) => { file: string },
): RuleSource[] {
  if (include.rules === undefined && include.areas === undefined) return other.rules;
  const chosen = new Set<RuleSource>();
  for (const [kind, wanted] of Object.entries({ rules: include.rules ?? [], areas: include.areas ?? [] })) {
    for (const [entry, name] of wanted.entries()) {
      const found = other.rules.filter((rule) =>
        kind === 'areas' ? rule.area === name : rule.id === name || rule.id === `${other.manifest.namespace}/${name}`,
      );
      if (found.length === 0) {
        const message = `${other.manifest.namespace}-${other.manifest.name} has no ${kind.slice(0, -1)} ${name}`;
        throw new PlimsollError('bundle-invalid', message, { place: place(kind, entry) });
      }
      for (const rule of found) chosen.add(rule);
    }
  }
  return other.rules.filter((rule) => chosen.has(rule));
}

function merge(source: SourceBundle, other: SourceBundle, chosen: RuleSource[], at: { file: string }): void {
  const prefix = `include/${other.manifest.namespace}-${other.manifest.name}/`;
  const moved = (file: SourceFile): SourceFile =>
    file.path.startsWith('include/') ? file : { ...file, path: prefix + file.path };
  const movedOrNull = (file: SourceFile | null) => (file === null ? null : moved(file));
  for (const rule of chosen) {
    const known = source.rules.find(({ id }) => id === rule.id);
    if (known === undefined) {
      const { module, test, examples } = rule;
      const folder = path.posix.dirname(moved(module).path);
      const files = { module: moved(module), test: movedOrNull(test), examples: movedOrNull(examples) };
      source.rules.push({ ...rule, folder, ...files });
      continue;
    }
    if (known.module.text !== rule.module.text) throw conflict(`the rule ${rule.id} differs`, at);
  }
  for (const library of other.libraries.map(moved)) {
    if (!source.libraries.some((known) => known.path === library.path)) source.libraries.push(library);
  }
  for (const document of other.documents) {
    const file = moved(document);
    // Frameworks and profiles of the other bundle speak of all its rules: they stay there.
    if (!/(^|\/)tables\//.test(file.path)) continue;
    if (!source.documents.some((known) => known.path === file.path)) source.documents.push(file);
  }
  source.data = mergeData(source.data, other.data, 'data', at);
  for (const [namespace, parameters] of Object.entries(other.parameters)) {
    const own = source.parameters[namespace] ?? {};
    for (const [name, parameter] of Object.entries(parameters)) {
      if (Object.hasOwn(own, name) && JSON.stringify(own[name]) !== JSON.stringify(parameter)) {
        throw conflict(`the parameter ${name} of ${namespace} differs`, at);
      }
    }
    source.parameters[namespace] = { ...own, ...parameters };
  }
  source.collect = {
    host: { files: [...(source.collect.host?.files ?? []), ...(other.collect.host?.files ?? [])] },
    image: { files: [...(source.collect.image?.files ?? []), ...(other.collect.image?.files ?? [])] },
  };
}

function mergeData(
  own: Record<string, unknown>,
  other: Record<string, unknown>,
  name: string,
  at: { file: string },
): Record<string, unknown> {
  const merged = { ...own };
  for (const [key, value] of Object.entries(other)) {
    const known = merged[key];
    if (known === undefined) merged[key] = value;
    else if (isObject(known) && isObject(value) && name.split('.').length < 3) {
      merged[key] = mergeData(known, value, `${name}.${key}`, at);
    } else if (JSON.stringify(known) !== JSON.stringify(value)) throw conflict(`${name}.${key} differs`, at);
  }
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function conflict(what: string, at: { file: string }): PlimsollError {
  return new PlimsollError('bundle-conflict', `This bundle and one it includes disagree: ${what}`, { place: at });
}
