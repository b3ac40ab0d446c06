import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Facts } from '../../../engine/index.ts';
import { collectImages } from '../../support/image-collecting.ts';
import { named, newLayout, textLayer } from '../../support/image-fixtures.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { findDistribution, startDistribution, type TestRegistry } from '../../support/registry.ts';
import { modelFaults } from '../docker/collecting.ts';

const run = promisify(execFile);

describe('an image of a registry', skipUnless(findDistribution(), 'docker-registry and skopeo'), () => {
  let registry: TestRegistry;
  let folder: string;
  let reference: string;
  let layout: string;
  // No engine answers there, and no login is kept.
  const environment = () => ({ DOCKER_HOST: `unix://${folder}/none.sock`, HOME: folder });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-registries-'));
    registry = await startDistribution();
    const built = newLayout();
    const history = [{ created: '2026-01-01T00:00:00Z', created_by: 'COPY file /file # buildkit' }];
    const config = { created: '2026-01-01T00:00:00Z', config: { User: '7' }, history };
    built.index([named(built.image({ layers: [textLayer('one')], config }), 'v1')]);
    layout = path.join(folder, 'layout');
    await built.write(layout);
    reference = `${registry.host}/shop/web:v1`;
    await run('skopeo', [
      'copy',
      '--quiet',
      '--insecure-policy',
      '--dest-tls-verify=false',
      `oci:${layout}:v1`,
      `docker://${reference}`,
    ]);
  });
  afterAll(async () => {
    await registry?.stop();
    await rm(folder, { recursive: true });
  });

  test('is read whole, its signatures too, and is what lies in a layout', async () => {
    const { summary, images, resources } = await collectImages(`registry:${reference}`, { environment: environment() });
    expect(summary).toMatchObject({ status: 'collected', problems: [], phrase: '1 image' });
    expect(summary.about).toBe(`registry ${registry.host}`);
    expect(modelFaults(resources)).toEqual([]);
    expect(resources.map(({ kind, key }) => [kind, key])).toEqual([
      ['dockerfile', `dockerfile/${reference}`],
      ['image', `image/${reference}`],
    ]);
    const facts = images[0]!.facts as Facts<'image'>;
    expect(facts).toMatchObject({
      source: 'registry',
      user: '7',
      signatures: [],
      tags: [reference],
      contents: { files: 1 },
    });
    const [local] = (await collectImages(`oci:${layout}:v1`)).images;
    const { contents, layers, history, createdAt } = local!.facts as Facts<'image'>;
    expect(facts).toMatchObject({ contents, layers, history, createdAt });
  });

  test.each(['docker://', 'image:'])('is meant by %s too', async (scheme) => {
    const { summary, images } = await collectImages(`${scheme}${reference}`, { environment: environment() });
    expect(summary.status).toBe('collected');
    expect(images).toHaveLength(1);
    const says =
      scheme === 'image:'
        ? `registry ${registry.host}, since no engine could be asked (vanished)`
        : `registry ${registry.host}`;
    expect(summary.about).toBe(says);
  });

  test('that neither an engine nor the registry has fails with both reasons', async () => {
    const { summary } = await collectImages(`image:${registry.host}/shop/none:v1`, { environment: environment() });
    expect(summary.status).toBe('failed');
    expect(summary.problems).toEqual([
      expect.objectContaining({ code: 'image-unknown', message: expect.stringContaining('no engine could be asked') }),
    ]);
  });
});
