/** Orders of versions in Rego, through compiled wasm, against those of the engine. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Bundle,
  compareVersions,
  digestOf,
  evaluate,
  isVersion,
  loadPolicy,
  resolveProfile,
  type VersionScheme,
} from '../../engine/index.ts';
import { entrypoints } from '../../rego/entry.ts';
import { capabilitiesJson, openCompiler } from '../../rego/index.ts';
import { assetPath } from '../../root.ts';
import { vectorFolder, vectorsOf } from '../engine/versions/vectors.ts';
import { catalogueOf, linesOf, modulesOf, resourceOf } from '../support/policy-fixture.ts';
import { skipUnless } from '../support/real-parts.ts';

interface Pair {
  type: string;
  left: string;
  right: string;
}

const schemes = ['deb', 'apk', 'rpm', 'npm'] as const;

/** The order of each pair by `compare` of the library; null: it has no answer. */
async function ordersInRego(pairs: readonly Pair[]): Promise<(number | null)[]> {
  const rego = `
import data.plimsoll.lib.package_versions
import data.plimsoll.lib.result

violations contains result.part(image, found.name, {"pointer": "/packages"}, package_versions.compare(found.type, found.left, found.right)) if {
	some image in input.resources
	some found in image.packages
}`;
  const fixture = { rules: [{ id: 'acme/compare', kind: 'image', needs: [], message: '{ok} {value}', rego }] };
  const bundle = await build(fixture);
  const policy = await loadPolicy({ bundles: [bundle], resolved: resolveProfile({ catalogues: [bundle.catalogue] }) });
  const orders = new Map<number, number | null>();
  const size = 400;
  const resources = Array.from({ length: Math.ceil(pairs.length / size) }, (_, block) => {
    const packages = pairs
      .slice(block * size, (block + 1) * size)
      .map((pair, index) => ({ ...pair, name: String(block * size + index) }));
    return resourceOf(String(block).padStart(4, '0'), { packages }, { kind: 'image' });
  });
  try {
    const outcomes = evaluate(linesOf(resources), policy, { now: '2026-01-01T00:00:00Z', workers: 1 });
    for await (const { status, findings } of outcomes) {
      expect(status).toBe('fail');
      for (const { part, message } of findings) {
        const [ok, value] = message.split(' ');
        orders.set(Number(part), ok === 'true' ? Number(value) : null);
      }
    }
  } finally {
    await policy.close();
  }
  return pairs.map((_, index) => orders.get(index) ?? null);
}

async function build(fixture: Parameters<typeof modulesOf>[0]): Promise<Bundle> {
  const library = (name: string) => [`lib/${name}`, readFileSync(assetPath('bundles', 'lib', name), 'utf8')];
  const libraries = Object.fromEntries(['package_versions.rego', 'result.rego'].map(library));
  const catalogue = catalogueOf(fixture);
  const compiler = await openCompiler();
  try {
    const answer = await compiler.request({
      operation: 'build',
      modules: { ...libraries, ...modulesOf(fixture) },
      data: {},
      capabilities: await capabilitiesJson(compiler),
      entrypoints: catalogue.kinds.flatMap(entrypoints).sort(),
    });
    if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
    const policy = new Uint8Array(Buffer.from(answer.wasm!, 'base64'));
    return { catalogue, policy, data: {}, digest: digestOf(policy) };
  } finally {
    await compiler.close();
  }
}

/** What the engine says, where both are versions; null otherwise. */
function orderOf({ type, left, right }: Pair): number | null {
  const scheme = type as VersionScheme;
  if (!isVersion(scheme, left) || !isVersion(scheme, right)) return null;
  return compareVersions(scheme, left, right);
}

async function differences(pairs: readonly Pair[]): Promise<string[]> {
  const found = await ordersInRego(pairs);
  return pairs.flatMap((pair, index) => {
    const wanted = orderOf(pair);
    if (found[index] === wanted) return [];
    return [`${pair.type}: ${pair.left} and ${pair.right}: ${found[index]} in Rego, ${wanted} in the engine`];
  });
}

describe('orders of versions in Rego', () => {
  test(
    'are those of the engine on third-party orderings',
    skipUnless(vectorFolder, 'conformance/versions'),
    async () => {
      const pairs = schemes.flatMap((type) => vectorsOf(type).map(({ left, right }) => ({ type, left, right })));
      expect(pairs.length).toBeGreaterThan(2900);
      const known = pairs.filter((pair) => orderOf(pair) !== null);
      expect(known.length).toBeGreaterThan(2700);
      expect(await differences(pairs)).toEqual([]);
    },
  );

  test('are those of the engine on made-up versions', async () => {
    const patterns = {
      deb: /^(?:[0-2]:)?[0-9][0-9a-b.+~_]{0,6}(?:-[0-9a.+~]{1,4})?$/,
      apk: /^[0-3]{1,2}(?:\.[0-2]{1,2}){0,3}[ab]?(?:_(?:alpha|rc|git|p)[0-2]?)?(?:-r[0-2])?$/,
      rpm: /^(?:[0-2]:)?[0-2ab.~^_]{1,6}(?:-[0-2.a]{1,3})?$/,
      npm: /^v?[0-2]\.[0-2]\.[0-2](?:-[0-2a.]{1,5})?(?:\+[a0])?$/,
    };
    const pairs = schemes.flatMap((type) => {
      const version = fc.stringMatching(patterns[type]);
      const made = fc.sample(fc.tuple(version, version), { numRuns: 600, seed: 20_260_101 });
      return made.map(([left, right]) => ({ type, left, right }));
    });
    expect(await differences(pairs)).toEqual([]);
  });

  test('are not there for other types', async () => {
    const types = ['cargo', 'composer', 'gem', 'golang', 'maven', 'nuget', 'other', 'pypi'];
    const pairs = types.map((type) => ({ type, left: '1.0.0', right: '2.0.0' }));
    expect(await ordersInRego(pairs)).toEqual(types.map(() => null));
  });
});
