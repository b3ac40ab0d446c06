import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { limitsWith } from '../../../../engine/index.ts';
import { skipUnless } from '../../../support/real-parts.ts';
import {
  digestOf,
  findDistribution,
  makeImage,
  pushImage,
  startDistribution,
  type TestRegistry,
} from '../../../support/registry.ts';
import { type Fault, type FaultProxy, type SeenRequest, startFaultProxy } from './fault-proxy.ts';
import { failure, layerDigests, open, readWhole, stillClock } from './reading.ts';

const part = skipUnless(findDistribution(), 'no docker-registry, htpasswd, openssl or skopeo here');
// Random bytes do not compress, so that the blob is larger than one piece of a connection.
const image = makeImage([randomBytes(400_000)]);
const [layer] = image.layers;
const layerDigest = digestOf(layer!);
const right = { [digestOf(image.contents[0]!)]: layerDigest };

let registry: TestRegistry;
let proxy: FaultProxy;
beforeAll(async () => {
  if (part.skip) return;
  registry = await startDistribution();
  await pushImage(registry.base, 'app', image, 't');
});
afterEach(() => proxy?.close());
afterAll(() => registry?.stop());

/** A fault that hits the layer, or whatever `where` matches. */
async function withFault(where: RegExp, fault: (count: number, request: SeenRequest) => Fault | null): Promise<string> {
  proxy = await startFaultProxy(registry.base, (request, count) =>
    where.test(request.path) ? fault(count, request) : null,
  );
  return `${proxy.host}/app:t`;
}

const blob = new RegExp(layerDigest);

test('a blob that is cut off is taken up where it ended', part, async () => {
  const clock = stillClock();
  const cuts = [100_000, 1, 150_000];
  const source = await open(
    await withFault(blob, (count) => (cuts[count] === undefined ? null : { kind: 'cut', after: cuts[count] })),
    { clock },
  );
  expect(await layerDigests(source)).toEqual(right);
  await source.close();
  const asked = proxy.requests.filter(({ path }) => blob.test(path)).map(({ headers }) => headers.range);
  expect(asked).toEqual([undefined, 'bytes=100000-', 'bytes=100001-', 'bytes=250001-']);
  expect(clock.waits).toEqual([500, 1000, 2000]);
});

test('a registry that knows no ranges sends the blob again, and it is whole', part, async () => {
  const source = await open(
    await withFault(blob, (count) => (count === 0 ? { kind: 'cut', after: 123_456 } : { kind: 'no-range' })),
  );
  expect(await layerDigests(source)).toEqual(right);
  await source.close();
});

test('the digest is over the whole blob, also where the second piece is another one', part, async () => {
  const source = await open(
    await withFault(blob, (count) => (count === 0 ? { kind: 'cut', after: 100_000 } : { kind: 'corrupt', at: 10 })),
  );
  expect(await failure(layerDigests(source))).toMatchObject({ code: 'digest-mismatch', place: { file: layerDigest } });
  await source.close();
});

test('a connection that is cut again and again is a failure, not an empty layer', part, async () => {
  const clock = stillClock();
  const source = await open(await withFault(blob, () => ({ kind: 'cut', after: 10 })), { clock });
  expect(await failure(layerDigests(source))).toMatchObject({
    code: 'registry-failed',
    message: expect.stringContaining('the connection was cut again and again'),
  });
  expect(clock.waits).toEqual([500, 1000, 2000, 4000]);
  await source.close();
});

test.each<[string, RegExp, Fault, string, string]>([
  ['a wrong byte in a layer', blob, { kind: 'corrupt', at: 5 }, 'digest-mismatch', layerDigest],
  [
    'bytes after the end of a layer',
    blob,
    { kind: 'append', bytes: Buffer.from('x') },
    'digest-mismatch',
    'more bytes',
  ],
  [
    'a wrong byte in the configuration',
    new RegExp(digestOf(image.config)),
    { kind: 'corrupt', at: 5 },
    'digest-mismatch',
    digestOf(image.config),
  ],
  ['a wrong byte in the manifest', /manifests\/t$/, { kind: 'corrupt', at: 5 }, 'digest-mismatch', image.digest],
  ['a missing layer', blob, { kind: 'answer', status: 404 }, 'image-layer-missing', layerDigest],
  [
    'a missing configuration',
    new RegExp(digestOf(image.config)),
    { kind: 'answer', status: 404 },
    'image-layer-missing',
    digestOf(image.config),
  ],
  ['a missing tag', /manifests\/t$/, { kind: 'answer', status: 404 }, 'image-unknown', 'app:t'],
  [
    'a repository that may not be read',
    /manifests\/t$/,
    { kind: 'answer', status: 403 },
    'registry-failed',
    'without a login',
  ],
  [
    'a refused login',
    /manifests\/t$/,
    { kind: 'answer', status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } },
    'registry-failed',
    'asks for a login',
  ],
  [
    'a login of an unknown kind',
    /manifests\/t$/,
    { kind: 'answer', status: 401, headers: { 'WWW-Authenticate': 'Negotiate' } },
    'registry-failed',
    'kind that is not known',
  ],
  ['a status nobody expects', /manifests\/t$/, { kind: 'answer', status: 418 }, 'registry-failed', 'status 418'],
  [
    'a page instead of a manifest',
    /manifests\/t$/,
    { kind: 'answer', status: 200, body: '<html>' },
    'archive-invalid',
    'not a JSON object',
  ],
  [
    'a redirect in a circle',
    blob,
    { kind: 'answer', status: 307, headers: { Location: `/v2/app/blobs/${layerDigest}` } },
    'registry-failed',
    'too many redirects',
  ],
  [
    'a redirect to plain HTTP elsewhere',
    blob,
    { kind: 'answer', status: 307, headers: { Location: 'http://storage.test/x?signature=s3cret' } },
    'registry-failed',
    'http://storage.test',
  ],
  [
    'a redirect to a file',
    blob,
    { kind: 'answer', status: 307, headers: { Location: 'file:///etc/passwd' } },
    'registry-failed',
    'file://',
  ],
])('%s fails the image', part, async (_, where, fault, code, words) => {
  const reference = await withFault(where, () => fault);
  const error = await failure(readWhole(reference));
  expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.stringContaining(words) });
  expect(`${error.message}${error.next}${error.stack}`).not.toContain('s3cret');
});

test.each([429, 503])('status %i with Retry-After is waited for', part, async (status) => {
  const clock = stillClock();
  const answers = ['7', 'Fri, 02 Jan 2026 03:04:15 GMT'];
  const reference = await withFault(/manifests\/t$/, (count) =>
    answers[count] === undefined ? null : { kind: 'answer', status, headers: { 'Retry-After': answers[count] } },
  );
  const source = await open(reference, { clock });
  expect(source.about.id).toBe(digestOf(image.config));
  expect(clock.waits).toEqual([7_000, 10_000]);
  await source.close();
});

test('a wait longer than the limit is not begun, and the message says when to try again', part, async () => {
  const clock = stillClock();
  const busy: Fault = { kind: 'answer', status: 429, headers: { 'Retry-After': '3600' } };
  const error = await failure(open(await withFault(/manifests\/t$/, () => busy), { clock }));
  expect({ code: error.code, message: error.message, next: error.next, waits: clock.waits }).toEqual({
    code: 'registry-failed',
    message: `Registry ${proxy.host}: too many requests (429), and asks to wait until 2026-01-02T04:04:05Z.`,
    next: 'Try again after 2026-01-02T04:04:05Z.',
    waits: [],
  });
});

test('all waits of one image together stay below the limit', part, async () => {
  const clock = stillClock();
  const limits = limitsWith({ registryWaitMilliseconds: 25_000 });
  const busy: Fault = { kind: 'answer', status: 503, headers: { 'Retry-After': '10' } };
  const error = await failure(open(await withFault(/manifests\/t$/, () => busy), { clock, limits }));
  expect({ message: error.message, waits: clock.waits }).toEqual({
    message: `Registry ${proxy.host}: it is not available now (503), and asks to wait until 2026-01-02T03:04:15Z.`,
    waits: [10_000, 10_000],
  });
});

test.each([
  ['no answer at all', /manifests\/t$/, -1],
  ['half a layer', blob, 50_000],
] as const)('%s ends at the limit registryMilliseconds', part, async (_, where, after) => {
  const limits = limitsWith({ registryMilliseconds: 300 });
  const reference = await withFault(where, () => ({ kind: 'stall', after }));
  const error = await failure(readWhole(reference, { limits }));
  expect(error).toMatchObject({ code: 'registry-failed', message: `Registry ${proxy.host}: no answer in time.` });
});

test('a slow reader is no slow registry', part, async () => {
  const source = await open(await withFault(blob, () => null));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let size = 0;
    await source.readLayers(new Set(Object.keys(right)), async ({ bytes }) => {
      for await (const chunk of bytes) {
        vi.advanceTimersByTime(3_600_000);
        size += chunk.length;
      }
    });
    expect(size).toBe(layer!.length);
  } finally {
    vi.useRealTimers();
  }
  await source.close();
});

test('a reader that stops early still has the digest checked', part, async () => {
  const source = await open(await withFault(blob, () => ({ kind: 'corrupt', at: layer!.length - 1 })));
  const reading = source.readLayers(new Set(Object.keys(right)), async ({ bytes }) => {
    for await (const _ of bytes) break;
  });
  expect(await failure(reading)).toMatchObject({ code: 'digest-mismatch' });
  await source.close();
});

test('ending the run ends the reading, with its own reason', part, async () => {
  const ending = new AbortController();
  const reference = await withFault(blob, () => ({ kind: 'stall', after: 50_000 }));
  const source = await open(reference, { signal: ending.signal });
  const reading = source.readLayers(new Set(Object.keys(right)), async ({ bytes }) => {
    for await (const _ of bytes) ending.abort(new Error('the run is over'));
  });
  expect(await failure(reading)).toMatchObject({ message: 'the run is over' });
  await source.close();
});

test('manifests longer than the limit are not read', part, async () => {
  const limits = limitsWith({ manifestBytes: 100 });
  const error = await failure(open(await withFault(/./, () => null), { limits }));
  expect(error).toMatchObject({ code: 'limit-reached', limit: 'manifestBytes' });
});

test('only GET and HEAD are sent', part, async () => {
  const source = await open(await withFault(/./, () => null));
  await layerDigests(source);
  await source.close();
  expect([...new Set(proxy.requests.map(({ method }) => method))]).toEqual(['GET']);
});
