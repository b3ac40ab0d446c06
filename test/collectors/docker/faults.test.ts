import { chmod } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { limitsWith } from '../../../engine/index.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { cannedContainer, cannedEngine, serving } from './canned.ts';
import { collectFrom, factsOf, modelFaults } from './collecting.ts';
import { type Fault, type StandIn, startStandIn } from './stand-in.ts';

let engine: StandIn | null = null;
afterEach(async () => {
  await engine?.stop();
  engine = null;
});

const three = ['a', 'b', 'c'].map((id) => cannedContainer(id));

/** A canned engine of three containers with faults planted in some paths. */
async function withFaults(faults: Record<string, Fault>, answers = cannedEngine(three)): Promise<StandIn> {
  const served = serving(answers);
  engine = await startStandIn({ engine: null, fault: (name) => faults[name] ?? served(name) });
  return engine;
}

describe('a fault in one answer', () => {
  test('a container that went away between list and look is expected no more, and that is a note', async () => {
    const { uri } = await withFaults({
      '/containers/b/json': { status: 404, body: { message: 'No such container: b' } },
    });
    const { summary, resources } = await collectFrom(uri);
    expect(resources.filter(({ kind }) => kind === 'container').map(({ id }) => id)).toEqual(['a', 'c']);
    expect(summary.kinds['container']).toEqual({ status: 'complete', expected: 2, seen: 2 });
    expect(summary.status).toBe('collected');
    expect(summary.problems).toEqual([
      { code: 'vanished', kind: 'container', subject: 'b', message: 'container c-b went away while it was read' },
    ]);
  });

  test.each([
    ['permission-denied', { status: 403, body: { message: 'authorization denied by plugin guard: no' } }],
    ['parse-error', { body: '{"Id":"b","Name":"/c-b","Created":"2026', cutAfter: 20 }],
    ['parse-error', { body: '{"Id":"b"' }],
    ['parse-error', { body: 'not json at all' }],
    ['parse-error', { body: [] }],
    ['parse-error', { status: 500, body: { message: 'driver failed' } }],
    ['vanished', { reset: true }],
    ['timeout', { hang: true }],
  ] as const)('is %s for that container alone', async (code, fault) => {
    const { uri } = await withFaults({ '/containers/b/json': fault as Fault });
    const collection = await collectFrom(uri, { limits: limitsWith({ apiRequestMilliseconds: 400 }) });
    expect(collection.summary.kinds['container']).toEqual({
      status: 'partial',
      expected: 3,
      seen: 2,
      unseen: [{ id: 'b', name: 'c-b', code }],
    });
    expect(collection.summary.status).toBe('partial');
    expect(collection.summary.problems).toHaveLength(1);
    expect(collection.summary.problems[0]).toMatchObject({ code, kind: 'container', subject: 'b' });
    expect(modelFaults(collection.resources)).toEqual([]);
  });

  test('an answer above apiJsonBytes names the limit', async () => {
    const long = cannedContainer('b', { Config: { Env: Array.from({ length: 9_000 }, (_, index) => `V${index}=x`) } });
    const { uri } = await withFaults({}, cannedEngine([three[0]!, long, three[2]!]));
    const { summary } = await collectFrom(uri, { limits: limitsWith({ apiJsonBytes: 20_000 }) });
    expect(summary.kinds['container']).toMatchObject({ seen: 2, unseen: [{ id: 'b', name: 'c-b', code: 'limit' }] });
    expect(summary.problems).toMatchObject([{ code: 'limit', limit: 'apiJsonBytes', kind: 'container' }]);
  });

  test('a list that is refused fails its kind and leaves the others', async () => {
    const { uri } = await withFaults({ '/images/json': { status: 403, body: { message: 'denied' } } });
    const { summary, resources } = await collectFrom(uri);
    expect(summary.kinds['image']).toEqual({ status: 'failed', expected: 0, seen: 0 });
    expect(summary.kinds['container']).toEqual({ status: 'complete', expected: 3, seen: 3 });
    expect(summary.status).toBe('partial');
    const engineResource = resources.find(({ kind }) => kind === 'engine');
    expect(engineResource?.missing['counts']).toBe('permission-denied');
  });

  test('facts that come from another request are missing when that fails, never empty', async () => {
    const running = cannedContainer('a', {
      State: { Status: 'running', Running: true },
      ExecIDs: ['e1'],
      Mounts: [{ Type: 'volume', Name: 'v', Destination: '/v', RW: true }],
    });
    const denied = { status: 403, body: { message: 'denied' } };
    const { uri } = await withFaults(
      {
        '/info': denied,
        '/networks': denied,
        '/volumes': denied,
        '/images/sha256:image/json': denied,
        '/exec/e1/json': denied,
        '/containers/a/top': denied,
      },
      cannedEngine([running]),
    );
    const collection = await collectFrom(uri);
    expect(collection.resources.find(({ id }) => id === 'a')?.missing).toEqual({
      engine: 'permission-denied',
      execSessions: 'permission-denied',
      imageCreatedAt: 'permission-denied',
      imageDigests: 'permission-denied',
      imageTags: 'permission-denied',
      imageUser: 'permission-denied',
      mounts: 'permission-denied',
      networks: 'permission-denied',
      processes: 'permission-denied',
    });
    expect(modelFaults(collection.resources)).toEqual([]);
    expect(collection.summary.kinds['swarm']).toEqual({ status: 'failed', expected: 0, seen: 0 });
  });

  test('a field of another type makes its fact missing and no other', async () => {
    const odd = cannedContainer('a', { HostConfig: { Privileged: 'yes', Memory: 2 ** 60, PidsLimit: null } });
    const { uri } = await withFaults({}, cannedEngine([odd]));
    const collection = await collectFrom(uri);
    expect(collection.resources.find(({ id }) => id === 'a')?.missing).toMatchObject({
      privileged: 'parse-error',
      memoryLimit: 'limit',
    });
    expect(factsOf(collection, 'container', 'c-a')).toMatchObject({ pidsLimit: 0, readonlyRootfs: false });
  });
});

describe('an engine that cannot be reached', () => {
  const nothing = (status: 'failed') => ({ status, expected: 0, seen: 0 });

  test.each([
    ['no socket is there', 'docker:unix:///nonexistent/docker.sock', 'vanished'],
    ['the address is of no use', 'docker:tcp://', 'not-supported'],
  ])('is failed and nothing is thrown when %s', async (_, uri, code) => {
    const { summary, resources } = await collectFrom(uri);
    expect(resources).toEqual([]);
    expect(summary).toMatchObject({ status: 'failed', problems: [{ code }], phrase: 'not read' });
    expect(summary.kinds['container']).toEqual(nothing('failed'));
  });

  test.each([
    ['older than can be read', { Version: '1.11', ApiVersion: '1.23' }, 'not-supported'],
    ['newer than can be read', { Version: '99', ApiVersion: '2.10', MinAPIVersion: '2.1' }, 'not-supported'],
    ['not an engine at all', { hello: 'world' }, 'parse-error'],
  ])('is failed when it is %s', async (_, version, code) => {
    const { uri } = await withFaults({}, cannedEngine(three, { '/version': version }));
    expect((await collectFrom(uri)).summary).toMatchObject({ status: 'failed', problems: [{ code }] });
  });

  test('is failed with the right advice when it refuses us', async () => {
    const { uri } = await withFaults({ '/version': { status: 403, body: { message: 'authorization denied' } } });
    expect((await collectFrom(uri)).summary).toMatchObject({
      status: 'failed',
      problems: [{ code: 'permission-denied', message: expect.stringContaining('authorization denied') }],
    });
  });

  const maySwitchUser = process.getuid?.() === 0 && process.seteuid !== undefined;
  test('is failed with advice when its socket is not for us', skipUnless(maySwitchUser, 'root rights'), async () => {
    const { uri, socket } = await withFaults({});
    await collectFrom(uri);
    await chmod(socket, 0o600);
    process.seteuid?.(65_534);
    try {
      expect((await collectFrom(uri)).summary).toMatchObject({
        status: 'failed',
        problems: [{ code: 'permission-denied' }],
        advice: 'sudo plimsoll audit',
      });
    } finally {
      process.seteuid?.(0);
    }
  });

  test('is partial, with everything not seen named, when the collection is ended from outside', async () => {
    const { uri } = await withFaults({ '/containers/c/json': { hang: true } });
    const ender = new AbortController();
    let containers = 0;
    const { summary } = await collectFrom(uri, {
      signal: ender.signal,
      async emit({ kind }) {
        if (kind === 'container' && ++containers === 2) ender.abort();
      },
    });
    expect(summary.status).toBe('partial');
    expect(summary.kinds['container']).toEqual({
      status: 'partial',
      expected: 3,
      seen: 2,
      unseen: [{ id: 'c', name: 'c-c', code: 'timeout' }],
    });
    expect(summary.problems).toContainEqual({ code: 'timeout', message: 'the collection was ended from outside' });
  });

  test('is ended by the limit of the target, which is named', async () => {
    const { uri } = await withFaults({ '/info': { hang: true } });
    const { summary } = await collectFrom(uri, { limits: limitsWith({ targetMilliseconds: 1_000 }) });
    expect(summary.status).not.toBe('collected');
    expect(summary.problems).toContainEqual({
      code: 'timeout',
      limit: 'targetMilliseconds',
      message: 'the engine was not read within 1 s',
    });
  });
});
