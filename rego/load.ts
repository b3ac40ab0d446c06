import path from 'node:path';
import { BundleManifest, type CollectRequest, Framework, PlimsollError, Profile } from '../engine/index.ts';
import { assetPath } from '../root.ts';
import { addIncludes } from './include.ts';
import { isFolder, listFolder, readSource } from './source-files.ts';
import type { LoadOptions, RuleSource, SourceBundle, SourceFile } from './types.ts';
import { parseYaml } from './yaml.ts';

/**
 * Reads the folder of a bundle (`bundles.md`): everything is read and parsed, the Rego not yet. Bundles named in
 * `include` are read with it, and so are the libraries that Plimsoll gives to every bundle.
 * @param folder as the user wrote it; messages repeat it
 * @throws PlimsollError `bundle-invalid`, `bundle-unknown`, `file-unreadable` or `yaml-invalid`, with the place
 */
export async function loadSource(folder: string, options: LoadOptions = {}): Promise<SourceBundle> {
  const source = await loadFolder(folder, options, []);
  source.libraries.push(...(await sharedLibraries()));
  source.libraryTests.push(...(await sharedLibraryTests(folder)));
  source.libraries.sort(byPath);
  source.documents.sort(byPath);
  source.rules.sort((a, b) => (a.id < b.id ? -1 : 1));
  return source;
}

/** As {@link loadSource}, without what Plimsoll adds; `above` are the folders that led here by `include`. */
async function loadFolder(folder: string, options: LoadOptions, above: string[]): Promise<SourceBundle> {
  if (!(await isFolder(folder))) {
    throw new PlimsollError('bundle-unknown', `There is no bundle folder ${folder}`, { place: { file: folder } });
  }
  const manifestFile = await readSource(folder, 'bundle.yaml');
  const manifest = parseYaml(manifestFile.text, manifestFile.file, BundleManifest, { code: 'bundle-invalid' });
  const source: SourceBundle = {
    folder,
    manifest,
    rules: [],
    libraries: [],
    libraryTests: [],
    documents: [manifestFile],
    data: {},
    parameters: { [manifest.namespace]: manifest.parameters },
    collect: manifest.collect as CollectRequest,
    frameworks: [],
    profiles: [],
  };
  await addRules(source);
  await addLibraries(source);
  await addTables(source);
  await addFrameworks(source);
  await addProfiles(source);
  await addChangelog(source);
  await addIncludes(source, manifestFile, options, above, loadFolder);
  return source;
}

async function addRules(source: SourceBundle): Promise<void> {
  for (const area of await listFolder(source.folder, 'rules')) {
    if (!area.isFolder) throw stray(source, area.path, 'rules/ holds folders of areas');
    for (const rule of await listFolder(source.folder, area.path)) {
      if (!rule.isFolder) throw stray(source, rule.path, 'an area holds folders of rules');
      source.rules.push(await readRule(source, area.name, rule.name, rule.path));
    }
  }
}

async function readRule(source: SourceBundle, area: string, name: string, folder: string): Promise<RuleSource> {
  const base = name.replaceAll('-', '_');
  const files = new Map<string, SourceFile>();
  for (const entry of await listFolder(source.folder, folder)) {
    if (![`${base}.rego`, `${base}_test.rego`, 'examples.yaml'].includes(entry.name)) {
      throw stray(source, entry.path, `a rule has ${base}.rego, ${base}_test.rego and examples.yaml`);
    }
    files.set(entry.name, await readSource(source.folder, entry.path));
  }
  const module = files.get(`${base}.rego`);
  if (module === undefined) {
    const place = { file: path.join(source.folder, folder) };
    throw new PlimsollError('bundle-invalid', `The rule's module ${base}.rego is missing`, { place });
  }
  const { namespace } = source.manifest;
  return {
    id: `${namespace}/${name}`,
    namespace,
    area,
    name,
    folder,
    module,
    test: files.get(`${base}_test.rego`) ?? null,
    examples: files.get('examples.yaml') ?? null,
  };
}

async function addLibraries(source: SourceBundle): Promise<void> {
  for (const entry of await listFolder(source.folder, 'lib')) {
    if (!entry.name.endsWith('.rego')) throw stray(source, entry.path, 'lib/ holds Rego only');
    const list = entry.name.endsWith('_test.rego') ? source.libraryTests : source.libraries;
    list.push(await readSource(source.folder, entry.path));
  }
}

async function addTables(source: SourceBundle): Promise<void> {
  const tables: Record<string, unknown> = {};
  for (const entry of await listFolder(source.folder, 'tables')) {
    const name = /^([a-z][a-z0-9_]*)\.json$/.exec(entry.name)?.[1];
    // OPA reads every file named data.json of a bundle as its data, wherever it stands.
    if (name === undefined || name === 'data') throw stray(source, entry.path, 'tables/ holds <snake_case>.json');
    const file = await readSource(source.folder, entry.path);
    tables[name] = parseTable(file);
    source.documents.push(file);
  }
  if (Object.keys(tables).length > 0) {
    source.data = { [source.manifest.namespace.replaceAll('-', '_')]: { tables } };
  }
}

function parseTable(file: SourceFile): unknown {
  try {
    return JSON.parse(file.text);
  } catch (cause) {
    throw new PlimsollError('json-invalid', (cause as Error).message, { place: { file: file.file }, cause });
  }
}

async function addFrameworks(source: SourceBundle): Promise<void> {
  for (const entry of await listFolder(source.folder, 'frameworks')) {
    const file = await readYaml(source, entry.path);
    source.frameworks.push({ file, framework: parseYaml(file.text, file.file, Framework, { code: 'bundle-invalid' }) });
  }
}

async function addProfiles(source: SourceBundle): Promise<void> {
  for (const entry of await listFolder(source.folder, 'profiles')) {
    const file = await readYaml(source, entry.path);
    source.profiles.push({ file, profile: parseYaml(file.text, file.file, Profile, { code: 'profile-invalid' }) });
  }
}

async function readYaml(source: SourceBundle, relative: string): Promise<SourceFile> {
  if (!relative.endsWith('.yaml')) throw stray(source, relative, 'only .yaml files belong here');
  const file = await readSource(source.folder, relative);
  source.documents.push(file);
  return file;
}

async function addChangelog(source: SourceBundle): Promise<void> {
  const found = (await listFolder(source.folder, '.')).find(({ name }) => name === 'CHANGELOG.md');
  if (found) source.documents.push(await readSource(source.folder, found.name));
}

/** Libraries that Plimsoll compiles into every bundle, package `plimsoll.lib.*`. */
async function sharedLibraries(): Promise<SourceFile[]> {
  const names = (await listFolder(assetPath('bundles'), 'lib')).map(({ name }) => name);
  const modules = names.filter((name) => name.endsWith('.rego') && !name.endsWith('_test.rego'));
  return Promise.all(modules.map((name) => readShared(name)));
}

/** Their tests run with the bundles that ship beside them; to anybody else's bundle they are noise. */
async function sharedLibraryTests(folder: string): Promise<SourceFile[]> {
  if (path.dirname(path.resolve(folder)) !== assetPath('bundles')) return [];
  const names = (await listFolder(assetPath('bundles'), 'lib')).map(({ name }) => name);
  return Promise.all(names.filter((name) => name.endsWith('_test.rego')).map((name) => readShared(name)));
}

async function readShared(name: string): Promise<SourceFile> {
  const file = await readSource(assetPath('bundles'), `lib/${name}`);
  return { ...file, path: `plimsoll/lib/${name}` };
}

function stray(source: SourceBundle, relative: string, rule: string): PlimsollError {
  const place = { file: path.join(source.folder, relative) };
  return new PlimsollError('bundle-invalid', `This does not belong here: ${rule}`, { place });
}

function byPath(a: SourceFile, b: SourceFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
