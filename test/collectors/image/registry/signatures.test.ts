import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limitsWith } from '../../../../engine/index.ts';
import { skipUnless } from '../../../support/real-parts.ts';
import {
  digestOf,
  findDistribution,
  findGoRegistry,
  makeImage,
  ociTypes,
  pusher,
  pushImage,
  startDistribution,
  startGoRegistry,
} from '../../../support/registry.ts';
import { failure, open } from './reading.ts';
import {
  envelope,
  envelopePiece,
  makeArtifact,
  makeSigner,
  type Piece,
  signedPiece,
  simplePayload,
  statement,
} from './signing.ts';
import { platformImage, type StandIn, startStandIn } from './stand-in.ts';

const image = makeImage([Buffer.from('signed')]);
const subject = { mediaType: ociTypes.manifest, digest: image.digest, size: image.manifest.length };
const otherDigest = digestOf('another image');
const [mine, other, rsa, edwards] = [
  makeSigner('mine'),
  makeSigner('other'),
  makeSigner('rsa', 'rsa'),
  makeSigner('ed', 'ed25519'),
];
const keys = [rsa, mine, edwards].map(({ name, pem }) => ({ name, pem }));
const tagOf = (digest: string, suffix: string) => `${digest.replace(':', '-')}${suffix}`;

let registry: StandIn;
beforeEach(async () => {
  registry = await startStandIn();
  registry.image(image, 't');
});
afterEach(() => registry.close());

function store(pieces: readonly Piece[], tag?: string, more: object = {}): string {
  const { blobs, manifest } = makeArtifact(pieces, more);
  for (const bytes of blobs) registry.blob(bytes);
  return registry.manifest(manifest, ociTypes.manifest, tag).digest;
}

async function signatures(configured = keys, reference = 't') {
  const source = await open(`${registry.host}/app:${reference}`, { keys: configured });
  await source.close();
  return { signatures: source.signatures, problems: source.problems };
}

test.each([
  ['ECDSA P-256', mine],
  ['RSA', rsa],
  ['Ed25519', edwards],
])('a signature of cosign by a configured key is verified (%s)', async (_, signer) => {
  const digest = store([signedPiece(signer, simplePayload(image.digest))], tagOf(image.digest, '.sig'));
  expect(await signatures()).toEqual({
    signatures: [{ kind: 'cosign', digest, artifactType: null, verified: true, key: signer.name, error: null }],
    problems: [],
  });
});

test('without a configured key nothing is verified, and no payload is fetched', async () => {
  const piece = signedPiece(mine, simplePayload(image.digest));
  const digest = store([piece], tagOf(image.digest, '.sig'));
  expect((await signatures([])).signatures).toEqual([
    { kind: 'cosign', digest, artifactType: null, verified: null, key: null, error: null },
  ]);
  expect(registry.requests.filter(({ path }) => path.includes(digestOf(piece.bytes)))).toEqual([]);
});

const good = () => signedPiece(mine, simplePayload(image.digest));
const noAnnotation = (): Piece => ({ mediaType: good().mediaType, bytes: good().bytes });

test.each<[string, () => Piece[], string]>([
  [
    'a key that is not configured',
    () => [signedPiece(other, simplePayload(image.digest))],
    'no configured key signed it',
  ],
  ['another image', () => [signedPiece(mine, simplePayload(otherDigest))], 'the signature is for another image'],
  [
    'another kind of thing',
    () => [signedPiece(mine, simplePayload(image.digest, 'a recipe'))],
    'what is signed is not a container image signature',
  ],
  [
    'what is not JSON',
    () => [signedPiece(mine, Buffer.from('x'))],
    'what is signed is not a container image signature',
  ],
  [
    'a payload changed afterwards',
    () => [{ ...signedPiece(mine, simplePayload(otherDigest)), bytes: simplePayload(image.digest) }],
    'no configured key signed it',
  ],
  ['a missing signature', () => [noAnnotation()], 'the signature itself is missing or not base64'],
  [
    'a signature that is no base64',
    () => [{ ...good(), annotations: { 'dev.cosignproject.cosign/signature': '!' } }],
    'the signature itself is missing or not base64',
  ],
  [
    'a signature that is garbage',
    () => [{ ...good(), annotations: { 'dev.cosignproject.cosign/signature': 'AAAA' } }],
    'no configured key signed it',
  ],
  ['no layer at all', () => [], 'it holds no signature that a key could verify'],
  [
    'another image first, and a stranger then',
    () => [signedPiece(mine, simplePayload(otherDigest)), signedPiece(other, simplePayload(image.digest))],
    'the signature is for another image',
  ],
])('a signature over or with %s is not verified, and says why', async (_, pieces, error) => {
  const digest = store(pieces(), tagOf(image.digest, '.sig'));
  expect((await signatures()).signatures).toEqual([
    { kind: 'cosign', digest, artifactType: null, verified: false, key: null, error },
  ]);
});

test('of several signers one that is configured is enough', async () => {
  const pieces = [signedPiece(other, simplePayload(image.digest)), good()];
  store(pieces, tagOf(image.digest, '.sig'));
  expect((await signatures()).signatures).toMatchObject([{ verified: true, key: 'mine', error: null }]);
});

test('a payload that the registry changed has the wrong digest', async () => {
  const piece = good();
  store([piece], tagOf(image.digest, '.sig'));
  registry.path(`blobs/${digestOf(piece.bytes)}`, piece.bytes.toString().replace('app', 'App'));
  expect((await signatures()).signatures).toMatchObject([
    { verified: false, key: null, error: expect.stringContaining('should have the digest') },
  ]);
});

test.each<[string, () => Buffer, string | null]>([
  ['by a configured key', () => envelope(mine, statement(image.digest)), null],
  ['of the old form', () => envelope(mine, statement(image.digest, 'https://in-toto.io/Statement/v0.1')), null],
  ['by a stranger', () => envelope(other, statement(image.digest)), 'no configured key signed it'],
  ['about another image', () => envelope(mine, statement(otherDigest)), 'the statement is about another image'],
  [
    'of another payload type',
    () => envelope(mine, statement(image.digest), 'text/plain'),
    'what is signed is not an in-toto statement',
  ],
  ['that is no statement', () => envelope(mine, Buffer.from('{}')), 'what is signed is not an in-toto statement'],
  ['without an envelope', () => statement(image.digest), 'it is not a DSSE envelope'],
  [
    'with a payload changed afterwards',
    () => {
      const made = JSON.parse(envelope(mine, statement(otherDigest)).toString());
      return Buffer.from(JSON.stringify({ ...made, payload: statement(image.digest).toString('base64') }));
    },
    'no configured key signed it',
  ],
  [
    'with a payload type changed afterwards',
    () => {
      const made = JSON.parse(envelope(mine, statement(image.digest), 'text/plain').toString());
      return Buffer.from(JSON.stringify({ ...made, payloadType: 'application/vnd.in-toto+json' }));
    },
    'no configured key signed it',
  ],
])('an attestation %s', async (_, bytes, error) => {
  const digest = store([envelopePiece(bytes())], tagOf(image.digest, '.att'));
  const verdict = error === null ? { verified: true, key: 'mine' } : { verified: false, key: null };
  expect((await signatures()).signatures).toEqual([
    { kind: 'attestation', digest, artifactType: null, ...verdict, error },
  ]);
});

test('signatures of an index and of the image in it are both found, sorted, and each is for its own', async () => {
  const { image: inner, descriptor } = platformImage('linux', 'amd64');
  registry.image(inner);
  const index = registry.manifest(
    { schemaVersion: 2, mediaType: ociTypes.index, manifests: [descriptor] },
    ociTypes.index,
    'multi',
  );
  const ofIndex = store([signedPiece(mine, simplePayload(index.digest))], tagOf(index.digest, '.sig'));
  // The right signature in the wrong place.
  const ofImage = store([signedPiece(mine, simplePayload(index.digest)), noAnnotation()], tagOf(inner.digest, '.sig'));
  const found = (await signatures(keys, 'multi')).signatures;
  const expected = [
    { kind: 'cosign', digest: ofIndex, artifactType: null, verified: true, key: 'mine', error: null },
    {
      kind: 'cosign',
      digest: ofImage,
      artifactType: null,
      verified: false,
      key: null,
      error: 'the signature is for another image',
    },
  ].sort((one, two) => (one.digest < two.digest ? -1 : 1));
  expect(found).toEqual(expected);
});

describe('referrers', () => {
  const spdx = { mediaType: 'application/spdx+json', bytes: Buffer.from('{"spdxVersion":"SPDX-2.3"}') };
  const bundle = () => ({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    bytes: Buffer.from(
      JSON.stringify({ mediaType: 'x', dsseEnvelope: JSON.parse(envelope(mine, statement(image.digest)).toString()) }),
    ),
  });
  const pieces: [string, string, Piece, object][] = [
    [
      'notation',
      'application/vnd.cncf.notary.signature',
      { mediaType: 'application/jose+json', bytes: Buffer.from('{}') },
      { verified: false, key: null, error: 'signatures of notation cannot be verified with a key' },
    ],
    [
      'sbom',
      'application/spdx+json',
      spdx,
      { verified: false, key: null, error: 'it holds no signature that a key could verify' },
    ],
    [
      'attestation',
      'application/vnd.dev.sigstore.bundle.v0.3+json',
      bundle(),
      { verified: true, key: 'mine', error: null },
    ],
    ['cosign', 'application/vnd.dev.cosign.artifact.sig.v1+json', good(), { verified: true, key: 'mine', error: null }],
    [
      'other',
      'application/vnd.test.thing',
      { mediaType: 'text/plain', bytes: Buffer.from('x') },
      { verified: false, key: null, error: 'it holds no signature that a key could verify' },
    ],
  ];

  for (const [name, find, start, isTagged] of [
    ['by the API of go-containerregistry', findGoRegistry, startGoRegistry, false],
    ['by the fallback tag in docker-registry', findDistribution, startDistribution, true],
  ] as const) {
    const part = skipUnless(find(), `no registry with referrers ${name} here`);
    test(`are listed ${name}`, part, async () => {
      const real = await start();
      try {
        await pushImage(real.base, 'app', image, 't');
        const push = pusher(real.base, 'app');
        const expected: { digest: string }[] = [];
        const listed: object[] = [];
        for (const [kind, artifactType, piece, verdict] of pieces) {
          const { blobs, manifest } = makeArtifact([piece], { artifactType, subject });
          for (const bytes of blobs) await push.blob(bytes);
          const digest = await push.manifest(manifest, ociTypes.manifest);
          listed.push({ mediaType: ociTypes.manifest, digest, size: manifest.length, artifactType });
          expected.push({ kind, digest, artifactType, ...verdict } as never);
        }
        const index = { schemaVersion: 2, mediaType: ociTypes.index, manifests: listed };
        if (isTagged) await push.manifest(index, ociTypes.index, tagOf(image.digest, ''));
        const source = await open(`${real.host}/app:t`, { keys });
        await source.close();
        expect(source.signatures).toEqual(expected.sort((one, two) => (one.digest < two.digest ? -1 : 1)));
      } finally {
        await real.stop();
      }
    });
  }

  const listOf = (digests: readonly string[]) =>
    JSON.stringify({
      schemaVersion: 2,
      manifests: digests.map((digest) => ({ mediaType: ociTypes.manifest, digest, size: 1 })),
    });
  const type = { 'Content-Type': ociTypes.index };
  const place = `referrers/${image.digest}`;

  test('come in pages', async () => {
    const digests = ['a', 'b', 'c'].map((text) =>
      store([{ mediaType: 'text/plain', bytes: Buffer.from(text) }], undefined, { subject }),
    );
    registry.path(place, listOf(digests.slice(0, 2)), { ...type, Link: `</v2/app/${place}?n=2>; rel="next"` });
    registry.path(`${place}?n=2`, listOf(digests.slice(2)), type);
    const found = (await signatures([])).signatures;
    expect((found as { digest: string }[]).map(({ digest }) => digest)).toEqual([...digests].sort());
  });

  test.each<[string, string, Record<string, string>, string, string | undefined]>([
    ['that never end', listOf([]), { ...type, Link: `</v2/app/${place}>; rel="next"` }, 'limit', 'registryReferrers'],
    [
      'that go on at another host',
      listOf([]),
      { ...type, Link: '<https://elsewhere.test/x>; rel="next"' },
      'not-supported',
      undefined,
    ],
    [
      'of too many',
      listOf(Array.from({ length: 201 }, (_, count) => digestOf(`${count}`))),
      type,
      'limit',
      'registryReferrers',
    ],
    ['that are no JSON', 'x', type, 'parse-error', undefined],
    ['with a digest that is none', listOf(['../x']), type, 'parse-error', undefined],
  ])('%s are a problem, and the fact is missing', async (_, body, headers, code, limit) => {
    registry.path(place, body, headers);
    expect(await signatures()).toEqual({
      signatures: code,
      problems: [
        {
          code: 'signatures-unreadable',
          kind: 'image',
          message: expect.stringContaining('Signatures and attestations are not known: '),
          ...(limit === undefined ? {} : { limit }),
        },
      ],
    });
  });

  test.each([
    [403, 'permission-denied'],
    [429, 'timeout'],
    [500, 'not-supported'],
  ])('a registry that answers %i for them is a problem, never an empty list', async (status, code) => {
    registry.path(place, '', { 'Retry-After': '999' }, status);
    expect(await signatures()).toMatchObject({ signatures: code, problems: [{ code: 'signatures-unreadable' }] });
  });

  test('one that is listed and not there says so', async () => {
    registry.path(place, listOf([otherDigest]), type);
    expect((await signatures()).signatures).toEqual([
      {
        kind: 'other',
        digest: otherDigest,
        artifactType: null,
        verified: false,
        key: null,
        error: expect.stringContaining(`has no artifact ${otherDigest}`),
      },
    ]);
  });

  test('a bundle whose predicate is a signature of cosign is one', async () => {
    const artifactType = bundle().mediaType;
    const annotations = { 'dev.sigstore.bundle.predicateType': 'https://sigstore.dev/cosign/sign/v1' };
    registry.path(place, listOf([store([bundle()], undefined, { artifactType, annotations })]), type);
    expect((await signatures()).signatures).toMatchObject([
      { kind: 'cosign', artifactType, verified: true, key: 'mine' },
    ]);
  });

  test('a token in a media type is redacted', async () => {
    const artifactType = 'application/ghp_0123456789abcdefghijABCDEFGHIJ012345';
    registry.path(place, listOf([store([], undefined, { artifactType })]), type);
    expect((await signatures([])).signatures).toMatchObject([{ artifactType: 'application/***' }]);
  });
});

test.each<[string, () => string, string]>([
  ['no PEM', () => 'x', 'it is not a public key in PEM'],
  ['a private key', () => mine.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'it is a private key'],
  [
    'another curve',
    () =>
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    'it is not ECDSA P-256',
  ],
  [
    'a short RSA key',
    () =>
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    'it is not ECDSA P-256',
  ],
])('a key that is %s is refused by its name', async (_, pem, why) => {
  const error = await failure(open(`${registry.host}/app:t`, { keys: [{ name: 'team', pem: pem() }] }));
  expect({ code: error.code, message: error.message }).toEqual({
    code: 'configuration-invalid',
    message: expect.stringContaining(`The verification key "team" cannot be used: ${why}`),
  });
});

test('the limit of signatures and attestations counts all of them', async () => {
  store([good()], tagOf(image.digest, '.sig'));
  store([envelopePiece(envelope(mine, statement(image.digest)))], tagOf(image.digest, '.att'));
  const source = await open(`${registry.host}/app:t`, { limits: limitsWith({ registryReferrers: 1 }) });
  await source.close();
  expect(source.signatures).toBe('limit');
});
