import { expect, test } from 'vitest';
import { PlimsollError, type Profile, resolveProfile, scopeTargets } from '../../../engine/index.ts';
import { catalogueOf } from '../../support/policy-fixture.ts';

const why = { reason: 'agreed', by: 'Kim', reviewBy: '2026-12-31' };
const most = { schema: { type: 'integer' }, default: 5 } as const;
const rego = 'violations contains 1';
const house = catalogueOf({
  rules: [
    { id: 'acme/a', rego, severity: 'high' },
    { id: 'acme/b', rego },
  ],
});
const other = catalogueOf({ name: 'other', rules: [{ id: 'acme/c', rego, parameters: { most } }] });

function resolved(catalogues: (typeof house)[], profile: Omit<Profile, 'profile'> = {}) {
  return resolveProfile({ catalogues, profile: { profile: 'mine', ...profile } });
}

test('a target has the rules of its own bundles and profile, the others those of the run', () => {
  const base = resolved([house, other], { exclude: [{ rule: 'acme/b', ...why }] });
  const own = resolved([house], { exclude: [{ rule: 'acme/a', ...why, reason: 'not here' }] });
  const { resolved: united, scopes } = scopeTargets(base, new Map([[2, own]]));
  expect(united.on).toEqual(['acme/a', 'acme/b', 'acme/c']);
  expect(united.excluded).toEqual([]);
  expect(united.tailoring.map(({ rule, reason }) => [rule, reason])).toEqual([
    ['acme/a', 'not here'],
    ['acme/b', 'agreed'],
  ]);
  expect([...scopes].map(([target, scope]) => [target, [...scope.on]])).toEqual([
    [0, ['acme/a', 'acme/c']],
    [2, ['acme/b']],
  ]);
  expect(scopes.get(2)!.excluded.get('acme/a')!.reason).toBe('not here');
});

test('without targets of their own nothing changes', () => {
  const base = resolved([house]);
  expect(scopeTargets(base, new Map())).toEqual({ resolved: base, scopes: new Map() });
});

test.each([
  ['severity', { severities: [{ rule: 'acme/c', severity: 'critical' as const }] }, 'acme/c is high by one profile'],
  ['parameter', { parameters: [{ of: 'acme/c', name: 'most', value: 6, ...why }] }, 'the parameter most of acme/c'],
])('a %s of its own cannot stand in the same run', (_, profile, message) => {
  const base = resolved([house, other]);
  const own = resolved([other], profile);
  expect(() => scopeTargets(base, new Map([[1, own]]))).toThrow(PlimsollError);
  expect(() => scopeTargets(base, new Map([[1, own]]))).toThrow(message);
});
