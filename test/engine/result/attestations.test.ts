import { expect, test } from 'vitest';
import {
  type Attestation,
  type CombineContext,
  combine,
  controlFingerprint,
  fingerprint,
  parseAttestations,
  readAttestations,
} from '../../../engine/index.ts';
import { contextOf, frameworkOf, type PartOptions, partOf, ruleOf } from './world.ts';

const base: Attestation = {
  control: 'frame-1:1.1',
  answer: 'satisfied',
  by: 'a@example.org',
  on: '2026-11-01',
  validFor: 'P365D',
};
const asking: PartOptions = {
  rules: [ruleOf('asks', { sets: ['violations', 'review'] }), ruleOf('other')],
  targets: [{ seen: { container: ['a', 'b'] } }, { seen: { container: ['c'] } }],
  verdicts: { asks: { a: 'manual', b: 'fail', c: 'manual' }, other: { a: 'error' } },
  frameworks: [frameworkOf([{ question: 'Is it hardened?' }, { rules: ['acme/asks'] }, { rules: ['acme/other'] }])],
};

function judge(attestations: readonly Partial<Attestation>[], changes: Partial<CombineContext> = {}, world = asking) {
  const entries = attestations.map((each) => ({ ...base, ...each }));
  const named = { name: 'attestations.yaml', digest: 'sha256:x', entries };
  return combine([partOf(world)], contextOf(world, { attestations: named, ...changes }));
}

function statuses(attestations: readonly Partial<Attestation>[], changes: Partial<CombineContext> = {}): string[] {
  const { outcomes } = judge(attestations, changes);
  return outcomes.map(({ rule, control, key, status, origin }) => `${rule ?? control} ${key} ${status} ${origin}`);
}

const open = [
  'acme/asks web-01/a manual rego',
  'acme/asks web-01/b fail rego',
  'acme/asks web-02/c manual rego',
  'acme/other web-01/a error rego',
  'frame-1:1.1 null manual rego',
];

test('without an answer a control without rules is a question with its own fingerprint', () => {
  expect(statuses([])).toEqual(open);
  expect(judge([]).outcomes.at(-1)).toMatchObject({
    fingerprint: controlFingerprint('frame-1:1.1'),
    questions: [{ text: 'Is it hardened?', evidence: [] }],
  });
});

test.each([
  ['satisfied', 'pass'],
  ['inherited', 'pass'],
  ['not-satisfied', 'fail'],
  ['not-applicable', 'not-applicable'],
] as const)('the answer %s makes it %s and the control attested', (answer, status) => {
  const result = judge([{ answer, provider: 'cloud' }]);
  expect(result.outcomes.at(-1)).toMatchObject({ status, origin: 'attestation' });
  expect(result.frameworks[0]!.controls[0]).toMatchObject({ status, decision: 'attested' });
  expect(result.attestations).toEqual([{ ...base, answer, provider: 'cloud', until: '2027-11-01' }]);
});

test('what a person answered is in no automated score and changes no score of outcomes', () => {
  const before = judge([]);
  const after = judge([{}, { control: 'frame-1:1.2' }]);
  expect(after.summary.strict).toEqual(before.summary.strict);
  expect(after.frameworks[0]!.score).toEqual({
    automated: { low: 0, high: 1, of: 1 },
    all: { low: 1, high: 2, of: 3 },
  });
});

test('an answer resolves what rules ask, and nothing but questions', () => {
  expect(statuses([{ control: 'frame-1:1.2' }])).toEqual([
    'acme/asks web-01/a pass attestation',
    'acme/asks web-01/b fail rego',
    'acme/asks web-02/c pass attestation',
    'acme/other web-01/a error rego',
    'frame-1:1.1 null manual rego',
  ]);
  expect(statuses([{ control: 'acme/asks' }])).toEqual(statuses([{ control: 'frame-1:1.2' }]));
  expect(statuses([{ control: 'frame-1:1.3' }, { control: 'acme/other' }])).toEqual(open);
});

test('an answer of not satisfied is a finding of the rule', () => {
  const result = judge([{ control: 'acme/asks', answer: 'not-satisfied', scope: 'web-01/**' }]);
  expect(result.outcomes[0]).toMatchObject({
    status: 'fail',
    findings: [
      { part: null, message: 'Is it so?', fingerprint: fingerprint('acme/asks', 'container', 'web-01/a', null) },
    ],
  });
  expect(result.summary.findings.high).toBe(2);
});

test('a scope says where an answer holds; a question about everything needs one for every target', () => {
  expect(statuses([{ control: 'acme/asks', scope: '*/a' }])[0]).toContain('pass');
  expect(statuses([{ control: 'acme/asks', scope: '*/a' }])[2]).toContain('manual');
  expect(statuses([{ scope: 'web-01/**' }]).at(-1)).toContain('manual');
  expect(statuses([{ scope: 'web-01/**' }, { scope: 'web-02' }]).at(-1)).toContain('pass');
  expect(statuses([{ scope: 'web-01/**' }, { scope: 'web-02', answer: 'not-satisfied' }]).at(-1)).toContain('fail');
  expect(statuses([{ scope: ['web-01', 'web-02'] }]).at(-1)).toContain('pass');
});

test('an answer holds for its time', () => {
  const at = (changes: Partial<Attestation>, context: Partial<CombineContext> = {}) =>
    statuses([changes], context).at(-1);
  expect(at({ on: '2026-11-21', validFor: 'P1D' })).toContain('pass');
  expect(at({ on: '2026-11-20', validFor: 'P1D' })).toContain('manual');
  expect(at({ on: '2026-11-24' })).toContain('manual');
  expect(at({ on: '2026-11-24' }, { asOf: '2026-11-25T00:00:00Z' })).toContain('pass');
  const lapsed = judge([{ on: '2025-01-01' }]).outcomes.at(-1)!;
  expect(lapsed.reasons).toMatchObject([{ code: 'lapsed' }]);
  expect(judge([{ on: '2025-01-01' }]).attestations).toEqual([]);
});

test('the answer given last counts', () => {
  const bad = { answer: 'not-satisfied' as const, on: '2026-11-10' };
  expect(statuses([{}, bad]).at(-1)).toContain('fail');
  expect(statuses([bad, {}]).at(-1)).toContain('fail');
  expect(statuses([{ ...bad, on: base.on }, {}]).at(-1)).toContain('pass');
});

test('the result carries everything that was recorded of an answer that counts', () => {
  const evidence = [{ text: 'seen on site' }, { file: 'scan.html', digest: 'sha256:1' }];
  const { attestations } = judge([{ scope: ['web-01', 'web-02'], evidence, validFor: 'P1M' }]);
  expect(attestations).toEqual([
    { ...base, scope: ['web-01', 'web-02'], evidence, validFor: 'P1M', until: '2026-12-01' },
  ]);
});

test('the file holds a list, and each broken entry is told', () => {
  expect(parseAttestations({ attestations: [base] })).toEqual([base]);
  const broken = [
    { ...base, answer: 'inherited' },
    { ...base, on: '2026-02-30' },
    { ...base, validFor: '365' },
    { ...base, evidence: [{}] },
    { ...base, evidence: [{ file: 'x' }] },
    { ...base, more: 1 },
  ];
  const { entries, errors } = readAttestations([...broken, base]);
  expect(entries).toEqual([base]);
  expect(errors.map((error) => error.message.split(':').slice(0, 2).join(':'))).toEqual([
    'Entry 1 of attestations: provider',
    'Entry 2 of attestations: on',
    'Entry 3 of attestations: validFor',
    'Entry 4 of attestations: evidence',
    'Entry 5 of attestations: evidence',
    'Entry 6 of attestations: entry',
  ]);
});
