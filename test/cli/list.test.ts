import { describe, expect, test } from 'vitest';
import { rootFolder } from '../../root.ts';
import { runCli } from '../support/cli.ts';

describe('list frameworks --coverage', () => {
  test('counts each control once, as decided, assisted or attested', async () => {
    const { code, stdout, stderr } = await runCli(['list', 'frameworks', '--coverage'], { folder: rootFolder });
    expect(code, stderr).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s{2,}/));
    expect(rows[0]).toEqual(['framework', 'controls', 'decided', 'assisted', 'attested', 'bundle']);
    const counts = new Map(
      rows.slice(1).map(([framework, ...numbers]) => [framework, numbers.slice(0, 4).map(Number)]),
    );
    const totals = {
      'cis-docker-1.6': 117,
      'cis-docker-1.7': 117,
      'cis-docker-1.8': 118,
      'nist-800-190': 23,
      'nist-800-190-images': 6,
    };
    expect(Object.fromEntries([...counts].map(([framework, [controls]]) => [framework, controls]))).toEqual(totals);
    for (const [framework, [controls, ...parts]] of counts) {
      expect(
        parts.reduce((sum, part) => sum + part, 0),
        framework,
      ).toBe(controls);
      expect(parts[2], framework).toBeGreaterThan(0);
    }
    // No countermeasure of NIST is decided by rules alone: all have limits.
    expect(counts.get('nist-800-190')?.[1]).toBe(0);
    expect(counts.get('cis-docker-1.8')?.[1]).toBeGreaterThan(0);
  });

  test('is refused for other lists', async () => {
    const { code, stderr } = await runCli(['list', 'rules', '--coverage'], { folder: rootFolder });
    expect(code).toBe(2);
    expect(stderr).toContain('plimsoll list frameworks --coverage');
  });
});
