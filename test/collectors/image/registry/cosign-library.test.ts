import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { skipUnless } from '../../../support/real-parts.ts';
import {
  findGoRegistry,
  makeImage,
  ociTypes,
  pusher,
  pushImage,
  startGoRegistry,
  type TestRegistry,
} from '../../../support/registry.ts';
import { open } from './reading.ts';
import { envelopePiece, makeArtifact, makeSigner, type Piece } from './signing.ts';

const part = skipUnless(
  findGoRegistry(),
  'the registry with the signing library of cosign is not built (build-parts.ts registry)',
);
const images = [makeImage([Buffer.from('one')]), makeImage([Buffer.from('two')])] as const;
const stranger = { name: 'stranger', pem: makeSigner('x').pem };

interface Signed {
  kind: string;
  publicKey: string;
  payload: string;
  signature: string;
  envelope: string;
}

let registry: TestRegistry;
let signed: Signed[];
beforeAll(async () => {
  if (part.skip) return;
  registry = await startGoRegistry();
  for (const image of images) await pushImage(registry.base, 'app', image, `t${images.indexOf(image)}`);
  signed = JSON.parse(
    execFileSync(findGoRegistry()!, ['-sign', `${registry.host}/app@${images[0].digest}`], { encoding: 'utf8' }),
  );
});
afterAll(() => registry?.stop());

const keyOf = ({ kind, publicKey }: Signed) => ({ name: kind, pem: publicKey });

function piecesOf({ payload, signature, envelope }: Signed): { signature: Piece; attestation: Piece } {
  const bytes = Buffer.from(payload, 'base64');
  const annotations = { 'dev.cosignproject.cosign/signature': signature };
  return {
    signature: { mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json', bytes, annotations },
    attestation: envelopePiece(Buffer.from(envelope, 'base64')),
  };
}

/** Puts them beside an image, as cosign does, and reads that image. */
async function verdicts(by: Signed, beside: 0 | 1, keys: { name: string; pem: string }[]) {
  const push = pusher(registry.base, 'app');
  const pieces = piecesOf(by);
  for (const [piece, suffix] of [
    [pieces.signature, 'sig'],
    [pieces.attestation, 'att'],
  ] as const) {
    const { blobs, manifest } = makeArtifact([piece]);
    for (const bytes of blobs) await push.blob(bytes);
    await push.manifest(manifest, ociTypes.manifest, `${images[beside].digest.replace(':', '-')}.${suffix}`);
  }
  const source = await open(`${registry.host}/app:t${beside}`, { keys });
  await source.close();
  const found = Array.isArray(source.signatures) ? source.signatures : [];
  return Object.fromEntries(found.map(({ kind, verified, key, error }) => [kind, { verified, key, error }]));
}

test.each([0, 1, 2])(
  'what the library of cosign signs is verified with its key, and with no other (%i)',
  part,
  async (which) => {
    const by = signed[which]!;
    const good = { verified: true, key: by.kind, error: null };
    expect(await verdicts(by, 0, [stranger, keyOf(by)])).toEqual({ cosign: good, attestation: good });
    const bad = { verified: false, key: null, error: 'no configured key signed it' };
    const others = signed.filter((each) => each !== by).map(keyOf);
    expect(await verdicts(by, 0, others)).toEqual({ cosign: bad, attestation: bad });
  },
);

test('beside another image they are for another image', part, async () => {
  const bad = { verified: false, key: null };
  expect(await verdicts(signed[0]!, 1, signed.map(keyOf))).toEqual({
    cosign: { ...bad, error: 'the signature is for another image' },
    attestation: { ...bad, error: 'the statement is about another image' },
  });
});
