import { expect, test } from 'vitest';
import { combine, type Framework, type Status } from '../../../engine/index.ts';
import { contextOf, frameworkOf, type PartOptions, partOf, ruleOf } from './world.ts';

type Control = Partial<Framework['controls'][number]>;

/** The control of a framework whose rules `r1`, `r2`… have these verdicts on one container each. */
function judge(verdicts: readonly Status[], control: Control = {}, changes: Partial<PartOptions> = {}) {
  const rules = verdicts.map((_, index) => ruleOf(`r${index + 1}`));
  const world: PartOptions = {
    ...{ rules, targets: [{ seen: { container: ['c'] } }] },
    verdicts: Object.fromEntries(verdicts.map((status, index) => [`r${index + 1}`, { c: status }])),
    frameworks: [frameworkOf([{ rules: rules.map((rule) => rule.id), ...control }])],
    ...changes,
  };
  return combine([partOf(world)], contextOf(world)).frameworks[0]!;
}

test.each<[Status[], string]>([
  [['fail', 'error', 'manual', 'pass'], 'fail'],
  [['error', 'manual', 'pass'], 'incomplete'],
  [['not-evaluated', 'pass'], 'incomplete'],
  [['manual', 'pass'], 'manual'],
  [['pass', 'not-applicable'], 'pass'],
  [['not-applicable'], 'not-applicable'],
])('rules with %j make a control %s', (verdicts, status) => {
  expect(judge(verdicts).controls[0]!.status).toBe(status);
});

test('a control whose failures are all waived is accepted, never a pass', () => {
  const world: PartOptions = {
    rules: [ruleOf('r1')],
    targets: [{ seen: { container: ['c'] } }],
    verdicts: { r1: { c: 'fail' } },
    frameworks: [frameworkOf([{ rules: ['acme/r1'] }])],
  };
  const entries = [
    {
      ...{ kind: 'planned' as const, rule: 'acme/r1', match: { key: '**' }, reason: 'soon' },
      ...{ requestedBy: 'a', approvedBy: 'b', expires: '2026-12-01' },
    },
  ];
  const waivers = { name: 'w', digest: 'd', entries };
  const [framework] = combine([partOf(world)], contextOf(world, { waivers })).frameworks;
  expect(framework!.controls[0]).toMatchObject({ status: 'accepted', counts: { waived: 1, fail: 0 } });
  expect(framework!.score.automated).toEqual({ low: 0, high: 0, of: 1 });
});

test.each(['partial', 'supporting'] as const)('%s coverage is evidence, never a pass', (coverage) => {
  const framework = judge(['pass'], { coverage });
  expect(framework.controls[0]).toMatchObject({ status: 'evidence-only', decision: 'assisted' });
  expect(framework.score.all).toEqual({ low: 0, high: 1, of: 1 });
  expect(judge(['fail'], { coverage }).controls[0]!.status).toBe('fail');
  expect(judge(['not-applicable'], { coverage }).controls[0]!.status).toBe('not-applicable');
});

test('a rule that is left out cannot help a control to pass', () => {
  expect(judge(['pass', 'pass'], {}, { excluded: ['r2'] }).controls[0]!.status).toBe('evidence-only');
  expect(judge(['pass'], {}, { excluded: ['r1'] }).controls[0]!.status).toBe('excluded');
});

test('a rule that is not loaded leaves a control incomplete', () => {
  const control = judge(['pass'], { rules: ['acme/r1', 'acme/absent'] }).controls[0]!;
  expect(control).toMatchObject({ status: 'incomplete', rules: ['acme/r1', 'acme/absent'] });
  expect(judge(['fail'], { rules: ['acme/r1', 'acme/absent'] }).controls[0]!.status).toBe('fail');
});

test('how a control is decided is derived, whatever the publisher says', () => {
  const decision = (control: Control, sets: ('violations' | 'review')[] = ['violations']) => {
    const rules = [ruleOf('r1', { sets })];
    return judge(['pass'], { rules: ['acme/r1'], ...control }, { rules }).controls[0]!.decision;
  };
  expect(decision({ assessment: 'manual' })).toBe('decided');
  expect(decision({ coverage: 'partial' })).toBe('assisted');
  expect(decision({}, ['violations', 'review'])).toBe('assisted');
  expect(decision({ rules: [], assessment: 'automated' })).toBe('attested');
});

test('scores leave out what does not apply and give a range where something is open', () => {
  const rules = ['r1', 'r2', 'r3', 'r4', 'r5'].map((id) => ruleOf(id));
  const verdicts = { r2: { c: 'fail' }, r3: { c: 'error' }, r4: { c: 'not-applicable' } } as const;
  const controls: Control[] = [
    { id: '1.1', rules: ['acme/r1'] },
    { id: '1.2', rules: ['acme/r2'] },
    { id: '1.3', rules: ['acme/r3'] },
    { id: '1.4', rules: ['acme/r4'] },
    { id: '2.1', rules: ['acme/r5'], coverage: 'partial' },
    { id: '2.2', rules: [] },
    { id: '22.1', rules: ['acme/r1'] },
  ];
  const world = { rules, targets: [{ seen: { container: ['c'] } }], verdicts, frameworks: [frameworkOf(controls)] };
  const [framework] = combine([partOf(world)], contextOf(world)).frameworks;
  expect(framework!.score).toEqual({ automated: { low: 2, high: 4, of: 5 }, all: { low: 2, high: 5, of: 6 } });
  expect(framework!.sections).toEqual([
    { id: '1', title: 'First', score: { automated: { low: 1, high: 2, of: 3 }, all: { low: 1, high: 2, of: 3 } } },
    { id: '2', title: 'Second', score: { automated: { low: 0, high: 1, of: 1 }, all: { low: 0, high: 2, of: 2 } } },
  ]);
  expect(framework!.controls.map((control) => control.section)).toEqual(['1', '1', '1', '1', '2', '2', null]);
});

test('nothing to count is no score', () => {
  expect(judge(['not-applicable']).score).toEqual({ automated: null, all: null });
});

test('a framework that two bundles bring is judged once, and two that differ are refused', () => {
  const world: PartOptions = { rules: [], targets: [{}], frameworks: [frameworkOf([{}])] };
  const context = contextOf(world);
  const [bundle] = context.bundles;
  const other = (changes: object) => ({ ...bundle!, catalogue: { ...bundle!.catalogue, name: 'other', ...changes } });
  const result = combine([partOf(world)], { ...context, bundles: [bundle!, other({})] });
  expect(result.frameworks.map((each) => each.bundle)).toEqual(['acme-house']);
  const differs = other({ frameworks: [frameworkOf([{ title: 'Other' }])] });
  expect(() => combine([partOf(world)], { ...context, bundles: [bundle!, differs] })).toThrow(
    expect.objectContaining({ code: 'bundle-conflict' }),
  );
});
