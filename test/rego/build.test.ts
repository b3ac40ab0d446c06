import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { PlimsollError } from '../../engine/index.ts';
import { entryModules, entrypoints } from '../../rego/entry.ts';
import { buildSource, capabilitiesJson, loadSource } from '../../rego/index.ts';
import { policyModules } from '../../rego/prepare.ts';
import { findOpa, skipUnless } from '../support/real-parts.ts';
import {
  bundlesFolder,
  houseFolder,
  needsGo,
  plantedHouse,
  replaced,
  sharedCompiler,
  shown,
  temporaryFolder,
} from './support.ts';

const needsOpa = skipUnless(findOpa(), 'native opa is compared with');

async function build(folder: string) {
  return buildSource(await loadSource(folder), await sharedCompiler());
}

describe('buildSource', needsGo, () => {
  test('makes a bundle with a catalogue of all its rules', async () => {
    const { bundle } = await build(houseFolder);
    const { rules, ...rest } = bundle.catalogue;
    expect(rules.map(({ id, area, kind, sets, source }) => [id, area, kind, sets, source])).toEqual([
      [
        'acme/engine-files-owned',
        'host',
        'host',
        ['violations', 'unknown'],
        { file: 'rules/host/engine-files-owned/engine_files_owned.rego', line: 10 },
      ],
      [
        'acme/no-privileged',
        'container',
        'container',
        ['violations'],
        { file: 'rules/container/no-privileged/no_privileged.rego', line: 13 },
      ],
      [
        'acme/trusted-registry',
        'container',
        'container',
        ['violations', 'not_applicable', 'review'],
        { file: 'rules/container/trusted-registry/trusted_registry.rego', line: 19 },
      ],
    ]);
    expect([rest.namespace, rest.name, rest.version, rest.opa, rest.kinds]).toEqual([
      'acme',
      'house',
      '1.0.0',
      '1.22.2',
      ['container', 'host'],
    ]);
    expect(bundle.data).toEqual({
      acme: { tables: { mirrors: { 'mirror.example.com': 'kept by the network team' } } },
    });
    expect(WebAssembly.validate(bundle.policy)).toBe(true);
  });

  test('gives the same bytes again and from another folder', async () => {
    const first = await build(houseFolder);
    const again = await build(houseFolder);
    const elsewhere = await build(plantedHouse());
    expect(Buffer.compare(again.archive, first.archive)).toBe(0);
    expect(Buffer.compare(elsewhere.archive, first.archive)).toBe(0);
    expect(elsewhere.bundle.digest).toBe(first.bundle.digest);
  });

  test('names every file of the archive as OPA does, without times and owners', async () => {
    const { archive } = await build(houseFolder);
    const names = tarEntries(archive);
    expect(names.filter(({ name }) => !name.startsWith('/src/plimsoll/lib/')).map(({ name }) => name)).toEqual(
      [
        '/.manifest',
        '/catalogue.json',
        '/data.json',
        '/policy.wasm',
        '/src/bundle.yaml',
        '/src/entry/container.rego',
        '/src/entry/host.rego',
        '/src/frameworks/house.yaml',
        '/src/lib/names.rego',
        '/src/lib/names_test.rego',
        '/src/profiles/strict.yaml',
        '/src/rules/container/no-privileged/examples.yaml',
        '/src/rules/container/no-privileged/no_privileged.rego',
        '/src/rules/container/no-privileged/no_privileged_test.rego',
        '/src/rules/container/trusted-registry/examples.yaml',
        '/src/rules/container/trusted-registry/trusted_registry.rego',
        '/src/rules/container/trusted-registry/trusted_registry_test.rego',
        '/src/rules/host/engine-files-owned/engine_files_owned.rego',
        '/src/rules/host/engine-files-owned/engine_files_owned_test.rego',
        '/src/rules/host/engine-files-owned/examples.yaml',
        '/src/tables/mirrors.json',
      ].sort(),
    );
    expect(new Set(names.map(({ time, owner }) => `${time} ${owner}`))).toEqual(new Set(['0 0']));
  });

  test('the digest of a rule follows what the rule reaches and nothing else', async () => {
    const digests = async (folder: string) =>
      Object.fromEntries((await build(folder)).bundle.catalogue.rules.map(({ id, digest }) => [id, digest]));
    const before = await digests(houseFolder);
    const library = await digests(plantedHouse({ 'lib/names.rego': replaced('"docker.io"', '"index.docker.io"') }));
    const table = await digests(plantedHouse({ 'tables/mirrors.json': '{}' }));
    const changed = (after: Record<string, string>) => Object.keys(before).filter((id) => before[id] !== after[id]);
    expect(changed(library)).toEqual(['acme/trusted-registry']);
    expect(changed(table)).toEqual(['acme/trusted-registry']);
    const metadata = plantedHouse({
      'rules/container/no-privileged/no_privileged.rego': replaced('severity: critical', 'severity: high'),
    });
    expect(changed(await digests(metadata))).toEqual(['acme/no-privileged']);
  });

  test('an included rule keeps its id and digest in the bundle that includes it', async () => {
    const { bundle } = await build(path.join(bundlesFolder, 'extra'));
    const house = await build(houseFolder);
    expect(bundle.catalogue.rules.map(({ id }) => id)).toEqual([
      'acme-shop/not-privileged-either',
      'acme/trusted-registry',
    ]);
    const digest = (rules: { id: string; digest: string }[]) =>
      rules.find(({ id }) => id === 'acme/trusted-registry')!.digest;
    expect(digest(bundle.catalogue.rules)).toBe(digest(house.bundle.catalogue.rules));
    expect(Object.keys(bundle.catalogue.parameters)).toEqual(['acme', 'acme-shop']);
    expect(bundle.data).toEqual(house.bundle.data);
  });

  test('refuses a bundle without rules', async () => {
    const folder = plantedHouse({ rules: null });
    await expect(build(folder)).rejects.toMatchObject({ code: 'bundle-invalid', message: 'The bundle has no rules' });
  });

  test('Rego that cannot be parsed is shown with file, line and column, all faults at once', async () => {
    const folder = plantedHouse({
      'rules/container/no-privileged/no_privileged.rego': replaced(
        'container.privileged == true',
        'container.privileged = = true',
      ),
      'lib/names.rego': replaced('registry(reference) :=', 'registry(reference :='),
    });
    const error = (await build(folder).catch((thrown: unknown) => thrown)) as PlimsollError;
    const broken = 'rules/container/no-privileged/no_privileged.rego';
    expect([error, ...error.others].map((one) => shown(folder, one))).toEqual([
      'lib/names.rego:7:20 rego-invalid unexpected assign token: expected "," or ")" (rego_parse_error)',
      'lib/names.rego:7:20 rego-invalid unexpected assign token: expected rule head name (rego_parse_error)',
      `${broken}:19:25 rego-invalid unexpected eq token (rego_parse_error)`,
    ]);
  });
});

describe('a built policy', { skip: needsGo.skip || needsOpa.skip }, () => {
  test.each(['house', 'extra'])('%s is byte for byte what native opa builds', async (name) => {
    const source = await loadSource(path.join(bundlesFolder, name));
    const compiler = await sharedCompiler();
    const { bundle } = await buildSource(source, compiler);
    const folder = temporaryFolder();
    const modules = [
      ...policyModules(source),
      ...Object.entries(entryModules(bundle.catalogue.rules)).map(([file, text]) => ({ path: file, text })),
    ];
    for (const { path: file, text } of modules) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    }
    fs.writeFileSync(path.join(folder, 'capabilities.json'), JSON.stringify(await capabilitiesJson(compiler)));
    const entries = bundle.catalogue.kinds.flatMap(entrypoints).sort();
    const names = modules.map(({ path: file }) => file).sort();
    const options = ['-t', 'wasm', '--capabilities', 'capabilities.json', '-o', 'native.tar.gz'];
    execFileSync(findOpa()!, ['build', ...options, ...entries.flatMap((entry) => ['-e', entry]), ...names], {
      cwd: folder,
    });
    const native = untar(fs.readFileSync(path.join(folder, 'native.tar.gz'))).get('/policy.wasm')!;
    expect(Buffer.compare(native, bundle.policy)).toBe(0);
  });

  test('is loaded and answered by native opa, with the rule id on every element', async () => {
    const folder = temporaryFolder();
    const { archive } = await build(houseFolder);
    fs.writeFileSync(path.join(folder, 'house.tar.gz'), archive);
    const manifest = JSON.parse(untar(archive).get('/.manifest')!.toString());
    expect(manifest).toMatchObject({
      revision: '1.0.0',
      roots: ['acme/lib', 'acme/rules', 'acme/tables', 'plimsoll/entry', 'plimsoll/lib'],
      metadata: { namespace: 'acme', name: 'house' },
    });
    const answer = execFileSync(findOpa()!, ['inspect', '-f', 'json', 'house.tar.gz'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(Object.keys(JSON.parse(answer).namespaces)).toContain('data.plimsoll.entry.container.out');
  });
});

interface TarEntry {
  name: string;
  time: number;
  owner: number;
  content: Buffer;
}

/** Names, times and owners as they stand in the archive: the reader of bundles hides the leading slash. */
function tarEntries(archive: Uint8Array): TarEntry[] {
  const bytes = gunzipSync(archive);
  const entries: TarEntry[] = [];
  for (let at = 0; bytes[at] !== 0 && at < bytes.length; ) {
    const octal = (from: number, length: number) =>
      Number.parseInt(bytes.toString('latin1', at + from, at + from + length), 8);
    const text = (from: number, length: number) =>
      bytes.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = octal(124, 11);
    const content = bytes.subarray(at + 512, at + 512 + size);
    entries.push({ name: text(345, 155) + text(0, 100), time: octal(136, 11), owner: octal(108, 7), content });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

function untar(archive: Uint8Array): Map<string, Buffer> {
  return new Map(tarEntries(archive).map(({ name, content }) => [name, content]));
}
