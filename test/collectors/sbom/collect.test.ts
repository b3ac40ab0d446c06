import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Collected, CollectSummary } from '../../../collectors/index.ts';
import { collectors, parseTarget } from '../../../collectors/index.ts';
import { kinds, limitsWith } from '../../../engine/index.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function collect(
  text: string,
  limits = limitsWith(),
): Promise<{ summary: CollectSummary; resources: Collected[] }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-sbom-'));
  folders.push(folder);
  await writeFile(path.join(folder, 'app.json'), text);
  return collectFrom(path.join(folder, 'app.json'), limits);
}

async function collectFrom(
  file: string,
  limits = limitsWith(),
): Promise<{ summary: CollectSummary; resources: Collected[] }> {
  const target = parseTarget(`sbom:${file}`, 1);
  const resources: Collected[] = [];
  const collector = collectors.find(({ id }) => id === target.collector)!;
  const summary = await collector.collect({
    ...{ target, limits, signal: new AbortController().signal, now: () => new Date(0) },
    ...{ kinds: new Set(['image'] as const), files: [], imageFiles: [], imageContents: true, deep: false },
    ...{ platform: null, imageKeys: [], cacheFolder: null, environment: {}, progress: () => undefined },
    emit: async (resource) => void resources.push(resource),
  });
  return { summary, resources };
}

const sound = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'container', name: 'shop/web:2' } },
  components: [
    {
      type: 'library',
      name: 'left',
      version: '1.0.0',
      purl: 'pkg:npm/left@1.0.0',
      licenses: [{ license: { name: 'Apache License 2.0' } }],
    },
  ],
};

describe('an SBOM as a target', () => {
  test('is an image of which the packages are known and nothing else', async () => {
    const { summary, resources } = await collect(JSON.stringify(sound));
    expect(summary).toEqual({
      name: 'app.json',
      about: 'CycloneDX 1.6',
      status: 'collected',
      kinds: { image: { status: 'complete', expected: 1, seen: 1 } },
      problems: [],
      phrase: '1 package',
      advice: null,
    });
    const [{ key, name, facts, missing }] = resources as [Collected];
    expect([key, name]).toEqual(['image/shop/web:2', 'shop/web:2']);
    expect(facts).toEqual({
      source: 'sbom',
      packages: [
        {
          ...{ type: 'npm', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0', architecture: null },
          ...{ sourceName: null, sourceVersion: null, scope: 'application', path: 'app.json', layer: null },
          license: {
            ...{ declared: 'Apache-2.0', declaredText: 'Apache License 2.0', found: null, unknownTexts: [] },
            ...{ requires: [['Apache-2.0']], differ: false, texts: null, copyrights: [] },
          },
        },
      ],
    });
    expect(kinds.image.shape.packages.safeParse(facts['packages']).success).toBe(true);
    const others = Object.keys(kinds.image.shape).filter((fact) => !(fact in facts));
    expect(missing).toEqual(Object.fromEntries(others.map((fact) => [fact, 'not-supported'])));
  });

  test('that cannot be read in part has no packages rather than few', async () => {
    const { summary, resources } = await collect(JSON.stringify({ ...sound, components: [...sound.components, 7] }));
    expect([summary.status, resources[0]?.missing['packages']]).toEqual(['partial', 'parse-error']);
    expect(resources[0]?.facts['packages']).toBeUndefined();
    expect(summary.problems.map(({ code }) => code)).toContain('sbom-invalid');
  });

  test('never brings a secret into a snapshot', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const secret = { type: 'library', name: `x ${token}`, version: token, purl: `bad ${token}` };
    const { summary, resources } = await collect(JSON.stringify({ ...sound, components: [secret] }));
    expect(JSON.stringify([summary, resources])).not.toContain(token);
  });

  test.each([
    ['no SBOM', 'hello', 'sbom-invalid'],
    ['an SBOM of another kind', '{"SPDXID":"x"}', 'sbom-invalid'],
  ])('that is %s is a target that failed', async (_what, text, code) => {
    const { summary, resources } = await collect(text);
    expect([summary.status, summary.problems.map((each) => each.code), resources]).toEqual(['failed', [code], []]);
  });

  test('that is too large, or not there, is told with the limit or the reason', async () => {
    const large = await collect(JSON.stringify(sound), limitsWith({ sbomBytes: 10 }));
    expect(large.summary.problems).toMatchObject([{ code: 'limit-reached', limit: 'sbomBytes' }]);
    const gone = await collectFrom('/nowhere/app.json');
    expect(gone.summary.problems).toMatchObject([{ code: 'file-unreadable' }]);
  });
});
