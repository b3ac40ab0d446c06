import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeArtifact, makeSigner, signedPiece, simplePayload } from '../collectors/image/registry/signing.ts';
import { runCli } from '../support/cli.ts';
import { skipUnless } from '../support/real-parts.ts';
import {
  findDistribution,
  makeImage,
  ociTypes,
  pusher,
  pushImage,
  startDistribution,
  type TestRegistry,
} from '../support/registry.ts';

const signer = makeSigner('release');
const stranger = makeSigner('stranger');
// Two blocks of zeros: an archive with nothing in it.
const image = makeImage([Buffer.alloc(1024)]);

describe('keys of the configuration', skipUnless(findDistribution(), 'docker-registry'), () => {
  let folder: string;
  let registry: TestRegistry;

  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-keys-'));
    registry = await startDistribution();
    await pushImage(registry.base, 'app', image, '1.0');
    const { blobs, manifest } = makeArtifact([signedPiece(signer, simplePayload(image.digest))]);
    const push = pusher(registry.base, 'app');
    for (const bytes of blobs) await push.blob(bytes);
    await push.manifest(manifest, ociTypes.manifest, `${image.digest.replace(':', '-')}.sig`);
    await fs.mkdir(path.join(folder, 'keys'));
    for (const { name, pem } of [signer, stranger]) await fs.writeFile(path.join(folder, 'keys', `${name}.pem`), pem);
  });

  afterAll(async () => {
    await registry?.stop();
    await fs.rm(folder, { recursive: true, force: true });
  });

  async function collect(...names: string[]) {
    const imageKeys = names.map((name) => ({ name, file: `keys/${name}.pem` }));
    await fs.writeFile(path.join(folder, 'plimsoll.yaml'), JSON.stringify({ trust: { imageKeys } }));
    return runCli(['collect', `registry:${registry.host}/app:1.0`, '-o', 's.zst'], { folder });
  }

  test.each([
    [['release'], true, 'release'],
    [['stranger'], false, null],
    [[], null, null],
  ])('%j verify the signature beside an image: %s', async (names, verified, key) => {
    const { code, stderr } = await collect(...names);
    expect(code, stderr).toBe(0);
    const lines = zstdDecompressSync(await fs.readFile(path.join(folder, 's.zst')))
      .toString()
      .split('\n');
    const [found] = lines.flatMap((line) => (line.startsWith('{"kind":"image"') ? [JSON.parse(line)] : []));
    expect(found.signatures).toEqual([expect.objectContaining({ kind: 'cosign', verified, key })]);
  });

  test('that cannot be read are an error that names the file', async () => {
    const { code, stderr } = await collect('absent');
    expect(code).toBe(2);
    expect(stderr).toContain(`${path.join('keys', 'absent.pem')} cannot be read: there is no such file or folder`);
  });
});
