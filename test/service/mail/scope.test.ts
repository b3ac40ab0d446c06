import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../../engine/index.ts';
import { composeReportMail } from '../../../service/mail/compose.ts';
import { holdsAll, ownerMatcher } from '../../../service/mail/owners.ts';
import { scopeResult } from '../../../service/mail/scope.ts';
import { sampleResult } from '../../support/sample-result.ts';
import { sampleRecipient, sampleReport, sampleServer } from './support.ts';

const mine = [{ labels: { owner: 'mine' } }];
const marker = 'OTHER-TEAM';

/** The sample with resources dealt out: what is not mine carries a marker in every text about it. */
function dealt(isMine: (index: number) => boolean): Result {
  const result = sampleResult();
  const marked = new Set<string>();
  const id = ({ target, kind, key }: { target: number | null; kind: string | null; key: string | null }) =>
    JSON.stringify([target, kind, key]);
  const resources = result.resources.map((resource, index) => {
    if (isMine(index)) return { ...resource, labels: { owner: 'mine' } };
    marked.add(id(resource));
    return { ...resource, key: `${resource.key}/${marker}`, name: marker, labels: { owner: marker } };
  });
  const outcomes = result.outcomes.map((outcome) => {
    if (!marked.has(id(outcome))) return outcome;
    const findings = outcome.findings.map((finding) => ({ ...finding, message: marker, part: marker }));
    return { ...outcome, key: `${outcome.key}/${marker}`, findings };
  });
  return {
    ...result,
    resources,
    outcomes,
    targets: result.targets.map((target) => ({
      ...target,
      problems: [{ code: 'x', message: marker, subject: marker }],
      gaps: [{ kind: 'container', fact: marker, code: 'timeout' as const, resources: 4711, checks: 4711 }],
      kinds: Object.fromEntries(
        Object.entries(target.kinds).map(([kind, coverage]) => [
          kind,
          { ...coverage, expected: 4711, unseen: [{ id: marker, name: marker, code: 'timeout' as const }] },
        ]),
      ),
    })),
    found: [{ engine: 'podman', path: `/${marker}`, target: null }],
    tailoring: result.tailoring.map((entry) => ({ ...entry, reason: marker })),
    attestations: [{ control: marker, answer: marker, by: marker, on: '2026-01-01' }],
    frameworks: result.frameworks.map((framework) => ({ ...framework, title: marker })),
    inputs: { ...result.inputs, parameters: { x: { users: [marker] } }, waivers: { name: marker, digest: '' } },
    waivers: {
      ...result.waivers,
      expired: result.waivers.expired.map((waiver) => ({ ...waiver, reason: marker })),
      unused: result.waivers.unused.map((waiver) => ({ ...waiver, reason: marker })),
      refused: [{ index: 0, reason: marker }],
    },
  };
}

describe('the part of an owner', () => {
  test('holds no text and no number of others, however resources are dealt out', () => {
    const count = sampleResult().resources.length;
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: count, maxLength: count }), (hands) => {
        const whole = dealt((index) => hands[index] === true);
        const { result } = scopeResult(whole, mine);
        const text = JSON.stringify(result);
        expect(text).not.toContain(marker);
        expect(text).not.toContain('4711');
        expect(result.resources.length).toBe(hands.filter(Boolean).length);
      }),
      { seed: 20261124, numRuns: 60 },
    );
  });

  test('loses nothing of theirs', () => {
    const whole = dealt((index) => index % 3 === 0);
    const own = new Set(whole.resources.filter((one) => one.labels['owner'] === 'mine').map((one) => one.key));
    const { result } = scopeResult(whole, mine);
    const findings = (outcomes: Result['outcomes']) =>
      outcomes.flatMap((outcome) => outcome.findings.map((finding) => finding.fingerprint)).toSorted();
    expect(findings(result.outcomes)).toEqual(findings(whole.outcomes.filter((each) => own.has(each.key ?? ''))));
    for (const { waiver } of result.outcomes.flatMap((outcome) => outcome.findings)) {
      if (waiver !== undefined) expect(result.waivers.applied[waiver]).toBeDefined();
    }
  });

  test('is never complete where something was not read', () => {
    expect(scopeResult(sampleResult(), mine).result.summary.complete).toBe(false);
    expect(scopeResult(sampleResult({ complete: true }), mine).result.summary.complete).toBe(true);
  });

  test('does not change by a byte with what others have', async () => {
    const recipient = sampleRecipient({ scope: { owner: 'team-shop', match: [{ labels: { owner: 'team-shop' } }] } });
    const mail = async (extra: number) => {
      const report = { ...sampleReport(), result: sampleResult({ extra }) };
      return Buffer.from((await composeReportMail(report, recipient, sampleServer())).bytes).toString('latin1');
    };
    expect(await mail(25)).toBe(await mail(0));
  });
});

test('who owns what', () => {
  const of = (
    match: Parameters<typeof ownerMatcher>[0],
    labels: Record<string, string> | null,
    key = 'web-01/container/a',
  ) => ownerMatcher(match)({ kind: 'container', key, labels });
  expect(of([{ labels: { team: 'a' } }], { team: 'a' })).toBe(true);
  expect(of([{ labels: { team: 'a', part: 'b' } }], { team: 'a' })).toBe(false);
  expect(of([{ labels: { team: 'a' } }], null)).toBe(false);
  expect(of([{ key: 'web-01/container/*' }], null)).toBe(true);
  expect(of([{ key: 'web-01/*' }], null)).toBe(false);
  expect(of([{ key: 'web-01/**', labels: { team: 'a' } }], null)).toBe(false);
  // Conditions that are empty would be everything, and nobody is meant by that.
  expect(of([{}], { team: 'a' })).toBe(false);
  expect(of([{ labels: {} }], { team: 'a' })).toBe(false);
  expect(of([{ labels: { constructor: 'x' } }], {})).toBe(false);
});

test('who holds a target as a whole', () => {
  expect(holdsAll([{ key: 'web-*/**' }], 'web-01')).toBe(true);
  expect(holdsAll([{ key: '**' }], 'web-01')).toBe(true);
  expect(holdsAll([{ key: 'web-01/container/**' }], 'web-01')).toBe(false);
  expect(holdsAll([{ key: 'web-01/*' }], 'web-01')).toBe(false);
  expect(holdsAll([{ key: 'web-01/**', labels: { a: 'b' } }], 'web-01')).toBe(false);
  expect(holdsAll([{ labels: { a: 'b' } }], 'web-01')).toBe(false);
});
