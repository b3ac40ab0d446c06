import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CollectedResource,
  canonicalJson,
  limitsWith,
  openSnapshot,
  openSpools,
  readHead,
} from '../../../engine/index.ts';
import { plainResource, resourcesOf, texts } from './resources.ts';
import { chunked, collect, endOf, headerOf, inFolder, linesOf, sealed, snapshotBytes } from './snapshots.ts';

type Placed = [number, CollectedResource];

const fewKeys = fc.oneof(fc.constantFrom('a', 'a#2', 'a#2#2', 'b', 'é', '\uffee', '😀'), texts);
const placed: fc.Arbitrary<Placed> = fc.tuple(
  fc.integer({ min: 1, max: 2 }),
  fc
    .tuple(fc.constantFrom('swarm' as const, 'volume' as const), fewKeys, fc.constantFrom('1', '2', '3'))
    .map(([kind, key, id]) => plainResource(kind, key, { id })),
);

test('a snapshot is the same whatever the order of its resources, in memory or on disk', async () => {
  const shuffled = fc
    .array(placed, { maxLength: 30 })
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  await fc.assert(
    fc.asyncProperty(shuffled, fc.constantFrom(1, 3000, 1 << 20), async ([list, other], snapshotSpoolBytes) => {
      const one = await snapshotBytes(list);
      const two = await snapshotBytes(other, { limits: { snapshotSpoolBytes } });
      expect(withoutEnd(two)).toEqual(withoutEnd(one));
      const heads = linesOf(one)
        .slice(1, -1)
        .map((line) => readHead(Buffer.from(line)).head);
      expect(heads).toHaveLength(list.length);
      const order = heads.map(({ kind, target, key }) => [Buffer.from(kind), target, Buffer.from(key)] as const);
      for (const [index, next] of order.slice(1).entries()) {
        const before = order[index]!;
        const difference =
          Buffer.compare(before[0], next[0]) || before[1] - next[1] || Buffer.compare(before[2], next[2]);
        expect(difference).toBeLessThan(0);
      }
    }),
    { numRuns: 100 },
  );
});

/** The problems of the end are in the order they were found in; everything before is fixed. */
function withoutEnd(snapshot: Buffer): string[] {
  return linesOf(snapshot).slice(0, -1);
}

test('a key that occurs again gets a number by order of id, and a problem', async () => {
  const resources: Placed[] = [
    [1, plainResource('volume', 'volume/data', { id: 'z' })],
    [1, plainResource('volume', 'volume/data', { id: 'a' })],
    [1, plainResource('volume', 'volume/data#2', { id: 'own' })],
    [2, plainResource('volume', 'volume/data', { id: 'other target' })],
  ];
  const lines = linesOf(await snapshotBytes(resources));
  const keys = lines.slice(1, -1).map((line) => {
    const { key, id } = readHead(Buffer.from(line)).head;
    return `${key} = ${id}`;
  });
  expect(keys).toEqual([
    'web-01/volume/data = a',
    'web-01/volume/data#2 = own',
    'web-01/volume/data#2#2 = z',
    'web-02/volume/data = other target',
  ]);
  const { end } = JSON.parse(lines.at(-1)!);
  expect(end.targets[0].problems).toEqual([
    {
      code: 'key-repeated',
      kind: 'volume',
      message: 'web-01/volume/data names several resources; this one is web-01/volume/data#2#2',
      subject: 'z',
    },
  ]);
});

test('new keys that meet each other, or a key that was there before, still differ', async () => {
  const keys = ['a', 'a', 'a', 'a#2', 'a#2', 'a#3', 'a#2#2'];
  const resources = keys.map((key, index): Placed => [1, plainResource('volume', key, { id: String(index) })]);
  const lines = linesOf(await snapshotBytes(resources)).slice(1, -1);
  const found = lines.map((line) => readHead(Buffer.from(line)).head.key.slice('web-01/'.length));
  expect(found).toEqual(['a', 'a#2', 'a#2#2', 'a#2#2#2', 'a#2#2#2#2', 'a#3', 'a#3#2']);
});

test('a value that does not fit its schema becomes a missing fact with a problem, and the rest stays', async () => {
  const whole = plainResource('swarm', 'swarm', { id: 'x' });
  const facts = { ...whole.facts, managers: 2 ** 60, listenAddress: undefined, nodes: 3 };
  const lines = linesOf(await snapshotBytes([[1, { ...whole, facts }]]));
  const resource = JSON.parse(lines[1]!);
  expect(resource.missing).toEqual({ listenAddress: 'parse-error', managers: 'parse-error' });
  expect([resource.nodes, Object.hasOwn(resource, 'managers')]).toEqual([3, false]);
  const { problems } = JSON.parse(lines.at(-1)!).end.targets[0];
  expect(
    problems.map((each: { code: string; message: string }) => [each.code, each.message.split(' does')[0]]),
  ).toEqual([
    ['fact-invalid', 'fact managers'],
    ['fact-invalid', 'fact listenAddress'],
  ]);
});

test('a missing member is taken out of its fact, and the collector keeps its own object', async () => {
  const whole = plainResource('container', 'x', { missing: { 'engine.sockets': 'permission-denied' } });
  const lines = linesOf(await snapshotBytes([[1, whole]]));
  const resource = JSON.parse(lines[1]!);
  expect(Object.hasOwn(resource.engine, 'sockets')).toBe(false);
  expect(Object.hasOwn(resource.engine, 'rootless')).toBe(true);
  expect(whole.facts['engine'] as object).toHaveProperty('sockets');
  expect(JSON.parse(lines.at(-1)!).end.targets[0].problems).toEqual([]);
});

test('a name that the kind does not have is a fault of the collector', async () => {
  const whole = plainResource('swarm', 'x');
  const faults: CollectedResource[] = [
    { ...whole, kind: 'swarms' },
    { ...whole, facts: { ...whole.facts, masters: 1 } },
    { ...whole, facts: JSON.parse(JSON.stringify(whole.facts).replace('{', '{"__proto__":1,')) },
    { ...whole, missing: { master: 'timeout' } },
    { ...plainResource('container', 'x'), missing: { 'tmpfs.value': 'timeout' } },
  ];
  for (const fault of faults) {
    await expect(snapshotBytes([[1, fault]])).rejects.toMatchObject({ code: 'internal' });
  }
});

test('a line beyond its limit loses its largest facts, which are then missing, with the name of the limit', async () => {
  const whole = plainResource('swarm', 'swarm', { labels: { a: 'b' } });
  const long = ['x'.repeat(3000)];
  const facts = { ...whole.facts, defaultAddressPool: long };
  const lines = linesOf(await snapshotBytes([[1, { ...whole, facts }]], { limits: { resourceLineBytes: 3000 } }));
  const resource = JSON.parse(lines[1]!);
  expect(resource.missing).toEqual({ defaultAddressPool: 'limit' });
  expect(resource.labels).toEqual({ a: 'b' });
  const { problems } = JSON.parse(lines.at(-1)!).end.targets[0];
  expect(problems).toMatchObject([{ code: 'limit', limit: 'resourceLineBytes', kind: 'swarm', subject: 'id-swarm' }]);
});

test('more resources than the limit are refused by its name', async () => {
  const resources: Placed[] = ['a', 'b', 'c'].map((key) => [1, plainResource('swarm', key)]);
  await expect(snapshotBytes(resources, { limits: { snapshotResources: 2 } })).rejects.toMatchObject({
    code: 'limit-reached',
    message: expect.stringContaining('snapshotResources'),
  });
});

test('text that has no UTF-8 is replaced, so that every reader sees the same', async () => {
  const resource = plainResource('swarm', 'a\ud800b', { labels: { '\udfff': 'x\ud800' } });
  const line = linesOf(await snapshotBytes([[1, resource]]))[1]!;
  expect(JSON.parse(line)).toMatchObject({ key: 'web-01/a\ufffdb', labels: { '\ufffd': 'x\ufffd' } });
});

test('a label named __proto__ is a label like others', async () => {
  const labels = JSON.parse('{"__proto__":"x","constructor":"y"}');
  const bytes = await snapshotBytes([[1, plainResource('swarm', 'swarm', { labels })]]);
  const snapshot = await openSnapshot(chunked(bytes));
  const [line] = await collect(snapshot.lines());
  expect(line).toContain('"labels":{"__proto__":"x","constructor":"y"}');
  expect(canonicalJson(readHead(Buffer.from(line!)).head.labels)).toBe(canonicalJson(labels));
});

test('counts of the end are those of the lines, and what was expected and not seen makes the kind partial', async () => {
  const header = headerOf(['web-01']);
  const end = endOf(header);
  end.targets[0]!.kinds = {
    swarm: { status: 'complete', expected: 1, seen: 1 },
    volume: { status: 'complete', expected: 3, seen: 3 },
    network: { status: 'complete', expected: 0, seen: 0 },
  };
  const resources: Placed[] = [
    [1, plainResource('swarm', 'swarm')],
    [1, plainResource('volume', 'volume/a')],
  ];
  const lines = linesOf(await snapshotBytes(resources, { header, end }));
  const target = JSON.parse(lines.at(-1)!).end.targets[0];
  expect(target.kinds).toEqual({
    network: { status: 'complete', expected: 0, seen: 0 },
    swarm: { status: 'complete', expected: 1, seen: 1 },
    volume: { status: 'partial', expected: 3, seen: 1 },
  });
  expect(target.status).toBe('partial');
});

test('whatever a collector gives of any kind is a canonical line with its digest', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(resourcesOf('container'), resourcesOf('engine'), resourcesOf('host')),
      async (resource) => {
        const bytes = await snapshotBytes([[1, resource]]);
        expect(sealed(linesOf(bytes)).equals(bytes)).toBe(true);
        const { kind, id, name, labels, facts } = resource;
        expect(JSON.parse(linesOf(bytes)[1]!)).toEqual(
          JSON.parse(
            JSON.stringify({ kind, key: `web-01/${resource.key}`, id, name, labels, missing: {}, target: 1, ...facts }),
          ),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('runs on disk are gone when the spools are closed', async () => {
  await inFolder(async (folder) => {
    const fs = await import('node:fs/promises');
    const spools = openSpools({ folder, limits: limitsWith({ snapshotSpoolBytes: 1 }) });
    for (const key of ['b', 'a']) await spools.add(1, plainResource('swarm', key));
    expect(await fs.readdir(folder)).toHaveLength(2);
    const keys = (await collect(spools.lines('swarm', 1, 't'))).map((line) => readHead(Buffer.from(line)).head.key);
    expect(keys).toEqual(['t/a', 't/b']);
    await spools.close();
    expect(await fs.readdir(folder)).toEqual([]);
  });
});
