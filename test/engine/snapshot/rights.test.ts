import { expect, test } from 'vitest';
import { isKind, kindNames, kinds, rightFor } from '../../../engine/index.ts';

const factsOf = (kind: (typeof kindNames)[number]) => Object.keys(kinds[kind].shape);

test('rights are told for facts that there are, by what grants them', () => {
  const told = kindNames.flatMap((kind) => factsOf(kind).flatMap((fact) => rightFor(kind, fact) ?? []));
  expect(told.length).toBeGreaterThan(100);
  for (const right of told) expect(right).toMatch(/^(root|read access)\b/);
  expect(
    factsOf('host')
      .flatMap((fact) => (rightFor('host', fact) === null ? [] : [fact]))
      .sort(),
  ).toEqual([
    'apparmor',
    'auditEvents',
    'auditRules',
    'auditRulesLoaded',
    'cron',
    'engineFiles',
    'engineProcesses',
    'files',
    'firewall',
    'kernelLockdown',
    'packages',
    'runtimeBinaries',
    'sshd',
    'sysctls',
    'users',
  ]);
});

test('a member takes the right of its fact, and what an engine answers takes its socket', () => {
  expect(rightFor('host', 'users.shadow')).toBe(rightFor('host', 'users'));
  expect(rightFor('host', 'auditRules')).toContain('CAP_AUDIT_CONTROL');
  expect(rightFor('host', 'osRelease')).toBeNull();
  expect(rightFor('container', 'mounts')).toContain('the group docker');
  expect(rightFor('engine', 'configuration')).toContain('daemon.json');
  expect([rightFor('none', 'constructor'), rightFor('host', 'constructor'), isKind('none')]).toEqual([
    null,
    null,
    false,
  ]);
});
