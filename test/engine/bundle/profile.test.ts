import { describe, expect, test } from 'vitest';
import { PlimsollError, type Profile, resolveProfile } from '../../../engine/index.ts';
import { catalogueOf, type FixtureRule } from '../../support/policy-fixture.ts';

const why = { reason: 'agreed', by: 'Kim', reviewBy: '2026-12-31' };
const noWhy = { reason: null, by: null, reviewBy: null };
const most = {
  schema: { type: 'integer', minimum: 0, maximum: 10 },
  default: 5,
  direction: 'higher-is-looser',
} as const;
const list = { schema: { type: 'array', items: { type: 'string', pattern: '^[a-z]+$' } }, default: ['a', 'b'] };

function rule(id: string, given: Partial<FixtureRule> = {}): FixtureRule {
  return { id, rego: 'violations contains 1', ...given };
}
const house = catalogueOf({
  rules: [rule('acme/a', { severity: 'high' }), rule('acme/b', { parameters: { most } }), rule('other/c')],
  parameters: { acme: { list: { ...list, direction: 'more-is-looser' } } },
});

function problem(work: () => unknown): PlimsollError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof PlimsollError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
}
function withProfile(profile: Omit<Profile, 'profile'>, catalogues = [house], profiles: Profile[] = []) {
  return resolveProfile({ catalogues, profile: { profile: 'mine', ...profile }, profiles });
}

test('without a profile every rule is on, with its defaults', () => {
  const resolved = resolveProfile({ catalogues: [house] });
  expect(resolved.on).toEqual(['acme/a', 'acme/b', 'other/c']);
  expect(resolved.parameters).toEqual({ acme: { list: ['a', 'b'] }, 'acme/b': { most: 5 } });
  expect([resolved.profile, resolved.excluded, resolved.tailoring]).toEqual([null, [], []]);
  expect(resolved.rules.map(({ id, bundles, bundle }) => [id, bundles, bundle])).toEqual([
    ['acme/a', ['acme-house'], 0],
    ['acme/b', ['acme-house'], 0],
    ['other/c', ['acme-house'], 0],
  ]);
});

describe('selection', () => {
  test('excluded and not included rules are off, each with its reason in the register', () => {
    const resolved = withProfile({ include: ['acme/*'], exclude: [{ rule: 'acme/a', ...why }] });
    expect(resolved.on).toEqual(['acme/b']);
    const left = 'The profile mine does not include it.';
    expect(resolved.excluded).toEqual([
      { rule: 'acme/a', ...why },
      { rule: 'other/c', ...noWhy, reason: left },
    ]);
    expect(resolved.tailoring).toEqual([
      { what: 'excluded', rule: 'acme/a', detail: 'not evaluated', ...why },
      { what: 'excluded', rule: 'other/c', detail: 'not evaluated', ...noWhy, reason: left },
    ]);
  });

  test('the narrowest exclusion gives the reason', () => {
    const { excluded, on } = withProfile({
      exclude: [
        { rule: '*', ...why, reason: 'all' },
        { rule: 'acme/a', ...why, reason: 'this' },
        { rule: 'acme/*', ...why, reason: 'ours' },
      ],
    });
    expect(on).toEqual([]);
    expect(excluded.map(({ reason }) => reason)).toEqual(['this', 'ours', 'all']);
  });

  test('a pattern that fits no rule is a mistake, and all mistakes are named at once', () => {
    const error = problem(() => withProfile({ include: ['acme/z'], exclude: [{ rule: 'none/*', ...why }] }));
    expect([error.code, error.exitCode]).toEqual(['profile-invalid', 2]);
    expect([error.message, ...error.others.map(({ message }) => message)]).toEqual([
      'The profile cannot be used: include: no loaded bundle has a rule acme/z.',
      'The profile cannot be used: exclude: no loaded bundle has a rule none/*.',
    ]);
  });
});

describe('severities', () => {
  test('a lowered one needs its reason, a raised one does not', () => {
    const lowered = { rule: 'acme/a', severity: 'low' } as const;
    expect(problem(() => withProfile({ severities: [lowered] })).message).toContain(
      'lowered severity of acme/a needs reason',
    );
    const resolved = withProfile({
      severities: [
        { ...lowered, ...why },
        { rule: 'acme/b', severity: 'critical' },
      ],
    });
    expect(resolved.rules.map(({ severity, originalSeverity }) => [severity, originalSeverity])).toEqual([
      ['low', 'high'],
      ['critical', 'high'],
      ['high', undefined],
    ]);
    expect(resolved.tailoring).toEqual([
      { what: 'severity', rule: 'acme/a', detail: 'low instead of high', ...why },
      { what: 'severity', rule: 'acme/b', detail: 'critical instead of high', ...noWhy },
    ]);
    expect(house.rules.map(({ severity }) => severity)).toEqual(['high', 'high', 'high']);
  });
});

describe('parameters', () => {
  const set = (of: string, name: string, value: unknown, tailoring = {}) =>
    withProfile({ parameters: [{ of, name, value, ...tailoring }] });

  test('a loosened one needs its reason, a tightened one does not', () => {
    expect(problem(() => set('acme/b', 'most', 6)).message).toContain('the parameter most of acme/b needs reason');
    expect(problem(() => set('acme', 'list', ['a', 'b', 'c'])).message).toContain('needs reason');
    expect(set('acme/b', 'most', 6, why).parameters['acme/b']).toEqual({ most: 6 });
    const tightened = set('acme', 'list', ['b']);
    expect(tightened.parameters['acme']).toEqual({ list: ['b'] });
    expect(tightened.tailoring).toEqual([
      { what: 'parameter', rule: 'acme', detail: 'list = ["b"] instead of ["a","b"]', ...noWhy },
    ]);
    expect(set('acme/b', 'most', 5).tailoring).toEqual([]);
  });

  test('without a direction every change needs its reason', () => {
    const plain = catalogueOf({ rules: [rule('acme/a')], parameters: { acme: { list } } });
    const change = (value: unknown, tailoring = {}) =>
      withProfile({ parameters: [{ of: 'acme', name: 'list', value, ...tailoring }] }, [plain]);
    expect(problem(() => change([])).code).toBe('profile-invalid');
    expect(change([], why).parameters).toEqual({ acme: { list: [] } });
  });

  test('a value outside its schema is refused with its place', () => {
    expect(problem(() => set('acme/b', 'most', 11, why)).code).toBe('parameter-invalid');
    expect(problem(() => set('acme/b', 'most', '6', why)).message).toContain('"6" of the parameter most of acme/b');
    expect(problem(() => set('acme', 'list', ['a', 'B'], why)).message).toContain(' at 1');
    expect(problem(() => set('acme', 'none', 1)).message).toContain('acme has no parameter none');
  });

  test('names from bundles never reach a prototype', () => {
    const parameters = JSON.parse('{"__proto__":{"list":{"schema":{},"default":1}}}') as typeof house.parameters;
    resolveProfile({ catalogues: [{ ...house, parameters }] });
    expect(({} as Record<string, unknown>)['list']).toBeUndefined();
  });
});

describe('several bundles', () => {
  const same = { ...house, name: 'copy' };
  const changed = catalogueOf({ name: 'newer', rules: [rule('acme/a', { severity: 'low' })] });

  test('the same rule in two bundles is one rule of both', () => {
    const { rules } = resolveProfile({ catalogues: [house, same] });
    expect(rules.map(({ id, bundles, bundle }) => [id, bundles, bundle])).toEqual(
      ['acme/a', 'acme/b', 'other/c'].map((id) => [id, ['acme-copy', 'acme-house'], 0]),
    );
  });

  test('another rule of the same id is a conflict that names both, unless one is preferred', () => {
    const error = problem(() => resolveProfile({ catalogues: [house, changed] }));
    expect([error.code, error.exitCode, error.message]).toEqual([
      'bundle-conflict',
      2,
      'The rule acme/a differs between the bundles acme-house and acme-newer.',
    ]);
    const { rules } = withProfile({ prefer: { 'acme/a': 'acme-newer' } }, [house, changed]);
    const [first] = rules;
    expect([first!.severity, first!.bundles, first!.bundle]).toEqual(['low', ['acme-newer'], 1]);
    expect(problem(() => withProfile({ prefer: { 'acme/a': 'acme-none' } }, [house, changed])).code).toBe(
      'profile-invalid',
    );
  });

  test('a shared parameter with two meanings, and a bundle given twice, are conflicts', () => {
    const parameters = { acme: { list: { ...list, default: ['z'] } } };
    const other = { ...same, rules: [], parameters };
    expect(problem(() => resolveProfile({ catalogues: [house, other] })).message).toBe(
      'The parameter list of acme differs between acme-house and acme-copy.',
    );
    expect(problem(() => resolveProfile({ catalogues: [house, house] })).code).toBe('bundle-conflict');
  });
});

describe('profiles that extend others', () => {
  const base: Profile = {
    profile: 'base',
    include: ['acme/*'],
    exclude: [{ rule: 'acme/a', ...why }],
    parameters: [{ of: 'acme/b', name: 'most', value: 4 }],
  };

  test('exclusions add up, later values and selections win', () => {
    const top = { extends: 'base', parameters: [{ of: 'acme/b', name: 'most', value: 3 }] };
    const resolved = withProfile(top, [house], [base]);
    expect([resolved.on, resolved.parameters['acme/b']]).toEqual([['acme/b'], { most: 3 }]);
    expect(withProfile({ extends: 'base', include: ['*'] }, [house], [base]).on).toEqual(['acme/b', 'other/c']);
  });

  test('an unknown base and a circle are refused', () => {
    expect(problem(() => withProfile({ extends: 'none' })).code).toBe('profile-unknown');
    const circle = { ...base, extends: 'mine' };
    const mine = { profile: 'mine', extends: 'base' };
    expect(problem(() => withProfile({ extends: 'base' }, [house], [circle, mine])).code).toBe('profile-invalid');
  });
});
