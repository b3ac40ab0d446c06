import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attestation, combine, frameworkFacts, type Part, type Resource } from '../../../engine/index.ts';
import { readNamedFacts } from '../../../engine/wasm/read-facts.ts';
import { linesOf, resourceOf } from '../../support/policy-fixture.ts';
import { contextOf, frameworkOf, type PartOptions, partOf, ruleOf } from './world.ts';

const frameworks = [
  frameworkOf([
    { question: 'Is it hardened?', evidence: ['host.kernel', 'host.osRelease.name'], lapseOn: ['host.kernel'] },
    { rules: ['acme/asks'], question: 'Who decided?', evidence: ['container.user'] },
    { rules: ['acme/other'], question: 'Never asked', evidence: ['container.image'] },
  ]),
];
const world: PartOptions = {
  rules: [ruleOf('asks', { sets: ['violations', 'review'] }), ruleOf('other')],
  targets: [{ seen: { container: ['a', 'b'], host: ['host'] } }, { seen: { host: ['host'] } }],
  verdicts: { asks: { a: 'manual' } },
  frameworks,
};
const answer: Attestation = {
  ...{ control: 'frame-1:1.1', answer: 'satisfied', by: 'ann', on: '2026-11-01', validFor: 'P1Y' },
};

const hosts = (kernels: readonly [string, string], changes: Partial<Resource> = {}) =>
  kernels.map((kernel, index) =>
    resourceOf(
      `web-0${index + 1}/host`,
      { kernel, osRelease: { name: 'Debian' } },
      { kind: 'host', target: index + 1, ...(index === 0 ? changes : {}) },
    ),
  );
const containers = ['a', 'b'].map((key) => resourceOf(`web-01/${key}`, { image: 'i', user: null }));

async function factsOf(resources: readonly Resource[], bytes = 100): Promise<Part['facts']> {
  const reader = readNamedFacts(frameworkFacts(frameworks), bytes);
  for await (const _ of reader.through(linesOf(resources)));
  return reader.read();
}

async function judge(
  resources: readonly Resource[],
  attestations: readonly Partial<Attestation>[] = [],
  changes: Partial<PartOptions> = {},
) {
  const facts = await factsOf(resources);
  const entries = attestations.map((each) => ({ ...answer, ...each }));
  const options = { ...world, ...changes, facts };
  const context = contextOf(options, { attestations: { name: 'a', digest: 'sha256:x', entries }, evidenceBytes: 100 });
  return combine([partOf(options)], context);
}

const usual = [...containers, ...hosts(['6.1', '6.12'])];

describe('facts beside questions', () => {
  test('are in the result where a person has a part, and of no other control', async () => {
    const { facts, frameworks: judged } = await judge(usual);
    expect(facts).toEqual([
      {
        fact: 'container.user',
        resources: ['a', 'b'].map((key) => ({ target: 1, key: `web-01/${key}`, value: null })),
        more: 0,
      },
      {
        fact: 'host.kernel',
        resources: [
          { target: 1, key: 'web-01/host', value: '6.1' },
          { target: 2, key: 'web-02/host', value: '6.12' },
        ],
        more: 0,
      },
      {
        fact: 'host.osRelease.name',
        resources: [1, 2].map((target) => ({ target, key: `web-0${target}/host`, value: 'Debian' })),
        more: 0,
      },
    ]);
    expect(judged[0]!.controls.map(({ evidence }) => evidence)).toEqual([
      ['host.kernel', 'host.osRelease.name'],
      ['container.user'],
      undefined,
    ]);
  });

  test('that could not be read say so and have no value', async () => {
    const [bad, other] = hosts(['6.1', '6.12'], { missing: { osRelease: 'permission-denied' } });
    const { osRelease: _, ...bare } = bad!;
    const { facts } = await judge([...containers, bare as Resource, other!]);
    expect(facts!.find(({ fact }) => fact === 'host.osRelease.name')!.resources).toEqual([
      { target: 1, key: 'web-01/host', missing: 'permission-denied' },
      { target: 2, key: 'web-02/host', value: 'Debian' },
    ]);
  });

  test('are cut to the limit, and what is left out is counted', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      resourceOf(`web-01/${String(index).padStart(2, '0')}`, { user: 'ü'.repeat(index === 0 ? 200 : 1) }),
    );
    const [user] = (await factsOf(many)).filter(({ fact }) => fact === 'container.user');
    expect([user!.resources.length, user!.more, user!.digests]).toEqual([20, 10, []]);
    expect(user!.resources[0]).toEqual({ key: 'web-01/00', value: `"${'ü'.repeat(49)}`, cut: true });
    const { facts } = await judge(many, [], { targets: [{ seen: { container: ['a'] } }] });
    const [shown] = facts!.filter(({ fact }) => fact === 'container.user');
    expect(shown!.resources.length + shown!.more).toBe(30);
    const bytes = Buffer.byteLength(shown!.resources.map(({ value }) => value).join(''));
    expect(bytes).toBeLessThanOrEqual(100);
  });

  test('are the same whatever the number and order of shards', async () => {
    const whole = await factsOf(usual);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 2 }), { minLength: 4, maxLength: 4 }), async (shards) => {
        const pieces = [0, 1, 2].map((shard) => usual.filter((_, index) => shards[index] === shard));
        const part = partOf({ ...world, facts: whole });
        const cut = await Promise.all(pieces.map(async (piece) => ({ ...part, facts: await factsOf(piece) })));
        const given = { ...answer, lapseOn: 'sha256:other' };
        const context = contextOf(world, { attestations: { name: 'a', digest: 'x', entries: [given] } });
        const empty = { resources: [], counts: [], gaps: [], outcomes: [] };
        const split = cut.map((each, index) => (index === 0 ? each : { ...each, ...empty })).toReversed();
        expect(combine(split, context)).toEqual(combine([part], context));
      }),
      { seed: 7, numRuns: 20 },
    );
  });
});

describe('an answer that depends on facts', () => {
  const statusOf = async (resources: readonly Resource[], lapseOn?: string, changes: Partial<PartOptions> = {}) => {
    const given = lapseOn === undefined ? {} : { lapseOn };
    const outcome = (await judge(resources, [given], changes)).outcomes.at(-1)!;
    return [outcome.status, ...outcome.reasons.map(({ message }) => message)].join(': ');
  };
  const digestNow = async () => (await judge(usual)).frameworks[0]!.controls[0]!.factsDigest!;

  test('counts while they are the same, and lapses when one changes', async () => {
    const digest = await digestNow();
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await statusOf(usual, digest)).toMatch(/^pass/);
    expect(await statusOf(hosts(['6.1', '6.13']), digest)).toMatch(
      /^manual: .*another digest; now it is lapseOn: sha256:/,
    );
    const other = usual.map((each) => ({ ...each, osRelease: { name: 'Ubuntu' }, user: 'root' }));
    expect(await statusOf(other, digest)).toMatch(/^pass/);
  });

  test('does not count without their digest, and the reason holds the one to write', async () => {
    const digest = await digestNow();
    expect(await statusOf(usual)).toContain(`no digest of them; now it is lapseOn: ${digest}`);
  });

  test('does not count where they could not all be read', async () => {
    const digest = await digestNow();
    const denied = hosts(['6.1', '6.12'], { missing: { kernel: 'permission-denied' } });
    const partial = {
      targets: [{ ...world.targets[0]!, kinds: { host: { status: 'partial' as const, expected: 2 } } }],
    };
    const without = { targets: [{ seen: { container: ['a', 'b'] } }] };
    const unread = /^manual: .*depends on host\.kernel, which this run could not read/;
    expect(await statusOf(denied, digest)).toMatch(unread);
    expect(await statusOf(usual.slice(0, 3), digest, partial)).toMatch(unread);
    expect(await statusOf(containers, digest, without)).toMatch(unread);
    expect(await statusOf(usual.slice(0, 3), digest)).toMatch(unread);
    const failed = {
      targets: [world.targets[0]!, { seen: { host: ['host'] }, kinds: { host: { status: 'failed' as const } } }],
    };
    expect(await statusOf(usual, digest, failed)).toMatch(unread);
  });

  test('counts where other facts of the same resources could not be read', async () => {
    const hosts = { kinds: { host: { status: 'partial' as const } } };
    const targets = world.targets.map((target) => ({ ...target, ...hosts }));
    expect(await statusOf(usual, await digestNow(), { targets })).toMatch(/^pass/);
  });
});
