import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundleDigest, limitsWith, PlimsollError, readBundle } from '../../../engine/index.ts';
import { catalogueOf } from '../../support/policy-fixture.ts';
import { type TarEntry, tarGzipOf, tarOf } from '../../support/tar-entries.ts';

const rule = { id: 'acme/a', rego: 'violations contains 1' };
const catalogue = catalogueOf({ rules: [rule] });
const good: TarEntry[] = [
  { path: '/data.json', content: '{"acme":{"tables":{"names":[1]}}}' },
  { path: '/policy.wasm', content: new Uint8Array([0, 97, 115, 109]) },
  { path: '/catalogue.json', content: JSON.stringify(catalogue) },
];

async function refusal(archive: Uint8Array, limits = limitsWith()): Promise<string> {
  const error: unknown = await readBundle(archive, 'b.tar.gz', limits).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlimsollError)) throw new Error(`it was not refused: ${String(error)}`);
  return `${error.code}: ${error.message}`;
}

test('a bundle is read with or without leading slashes and folders', async () => {
  const bare = good.map((entry) => ({ ...entry, path: entry.path.slice(1) }));
  const folders: TarEntry[] = [{ path: 'src/', type: 'Directory' }, ...bare];
  const bundle = await readBundle(tarGzipOf(good), 'b');
  expect(bundle.catalogue).toEqual(catalogue);
  expect(bundle.data).toEqual({ acme: { tables: { names: [1] } } });
  expect([...bundle.policy]).toEqual([0, 97, 115, 109]);
  expect(await readBundle(tarGzipOf(folders), 'b')).toEqual(bundle);
});

test('the digest depends on paths and contents, not on their order or compression', async () => {
  const { digest } = await readBundle(tarGzipOf(good), 'b');
  expect((await readBundle(tarGzipOf(good.toReversed()), 'b')).digest).toBe(digest);
  expect((await readBundle(gzipSync(tarOf(good), { level: 1 }), 'b')).digest).toBe(digest);
  const other = [...good, { path: '/src/a.rego', content: 'package a' }];
  expect((await readBundle(tarGzipOf(other), 'b')).digest).not.toBe(digest);
  const files = new Map(good.map(({ path, content }) => [path.slice(1), Buffer.from(content!)]));
  expect(bundleDigest(files)).toBe(digest);
});

const hostile: [string, TarEntry, string][] = [
  ['a path that leaves the bundle', { path: '../escape', content: 'x' }, 'leaves the bundle'],
  ['a path that leaves it further in', { path: 'src/../../escape', content: 'x' }, 'leaves the bundle'],
  ['two leading slashes', { path: '//etc/passwd', content: 'x' }, 'leaves the bundle'],
  ['a backslash', { path: 'src\\..\\x', content: 'x' }, 'backslash'],
  ['a file that is there twice', { path: 'policy.wasm', content: 'x' }, 'in it twice'],
  ['a symbolic link', { path: 'link', type: 'SymbolicLink', linkpath: '/etc/passwd' }, 'SymbolicLink'],
  ['a hard link', { path: 'link', type: 'Link', linkpath: 'policy.wasm' }, 'Link'],
  ['a device', { path: 'device', type: 'CharacterDevice' }, 'CharacterDevice'],
  ['a fifo', { path: 'fifo', type: 'FIFO' }, 'FIFO'],
  ['a type nobody knows', { path: 'odd', typeByte: 'Z' }, 'unknown type'],
];
test.each(hostile)('%s is refused', async (_, entry, message) => {
  const refused = await refusal(tarGzipOf([...good, entry]));
  expect(refused).toMatch(/^bundle-invalid: /);
  expect(refused).toContain(message);
});

test('a bundle above a limit is refused by the name of the limit', async () => {
  expect(await refusal(gzipSync(Buffer.alloc(2_000_000)), limitsWith({ bundleBytes: 1_000_000 }))).toContain(
    'limit-reached: The bundle b.tar.gz is larger than the limit bundleBytes (1000000)',
  );
  const many = Array.from({ length: 20 }, (_, index) => ({ path: `src/${index}`, content: '' }));
  expect(await refusal(tarGzipOf([...good, ...many]), limitsWith({ bundleFiles: 10 }))).toContain('bundleFiles (10)');
});

test('a bundle that ends early or was damaged is refused, wherever', async () => {
  const whole = tarGzipOf(good);
  const plain = tarOf(good);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.byteLength - 1 }), async (length) => {
      expect(await refusal(whole.subarray(0, length))).toMatch(/^bundle-invalid: /);
    }),
    { numRuns: 60 },
  );
  // Damage of a header changes its checksum; the last header and its content are the catalogue.
  for (const at of [0, 100, 124, 148, 156, 257, 512 + 512 + 10]) {
    const damaged = Buffer.from(plain);
    damaged[at]! ^= 0xff;
    expect(await refusal(gzipSync(damaged))).toMatch(/^bundle-invalid: /);
  }
  expect(await refusal(gzipSync(plain.subarray(0, plain.byteLength - 1_024 - 512)))).toMatch(/^bundle-invalid: /);
});

function withFile(path: string, content: string): Buffer {
  return tarGzipOf([...good.filter((entry) => entry.path !== path), { path, content }]);
}

test('a bundle without its policy or catalogue is refused', async () => {
  for (const { path } of good.slice(1)) {
    expect(await refusal(tarGzipOf(good.filter((entry) => entry.path !== path)))).toContain(
      `it has no ${path.slice(1)}`,
    );
  }
});

test('a catalogue that breaks its schema is refused with the place', async () => {
  expect(await refusal(withFile('/catalogue.json', '{'))).toContain(
    'catalogue.json of the bundle b.tar.gz is not JSON',
  );
  const [first] = catalogue.rules;
  const of = (change: object) => withFile('/catalogue.json', JSON.stringify({ ...catalogue, ...change }));
  expect(await refusal(of({ rules: [{ ...first, severity: 'awful' }] }))).toContain('rules.0.severity');
  expect(await refusal(of({ extra: 1 }))).toContain('extra');
  expect(await refusal(of({ rules: [first, first] }))).toContain('acme/a is listed twice');
  expect(await refusal(of({ kinds: [] }))).toContain('has no entrypoint');
});

test('data that the engine alone gives is refused', async () => {
  for (const member of ['on', 'params', 'now']) {
    const content = JSON.stringify({ plimsoll: { [member]: {} } });
    expect(await refusal(withFile('/data.json', content))).toContain(`plimsoll.${member} is given by the engine only`);
  }
  expect(await refusal(withFile('/data.json', '[]'))).toContain('not a JSON object');
});
