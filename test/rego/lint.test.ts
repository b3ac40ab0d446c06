import { describe, expect, test } from 'vitest';
import { checkSource, loadSource } from '../../rego/index.ts';
import { type Change, planted } from './planted.ts';
import { needsGo, plantedHouse, replaced, sharedCompiler, shown } from './support.ts';

async function faults(changes: Record<string, Change> = {}): Promise<string[]> {
  const folder = plantedHouse(changes);
  const found = await checkSource(await loadSource(folder), await sharedCompiler());
  return found.map((error) => shown(folder, error).replaceAll(folder, 'HOUSE'));
}

describe('checkSource', needsGo, () => {
  test('finds nothing in a bundle that keeps the contract', async () => {
    expect(await faults()).toEqual([]);
  });

  test.each(planted)('finds %s', async (_what, changes, found) => {
    expect(await faults(changes)).toEqual(found);
  });

  test('keeps the namespace plimsoll for the shipped bundles', async () => {
    const found = await faults({ 'bundle.yaml': replaced('namespace: acme', 'namespace: plimsoll') });
    expect(found[0]).toBe('bundle.yaml:1:12 bundle-invalid The namespace plimsoll is for the shipped bundles');
  });

  test('lets a nullable fact be compared with null, whatever else it is', async () => {
    const scalar = replaced(
      'container.privileged == true',
      'container.privileged == true\n\tcontainer.noNewPrivileges == null',
    );
    const list = (text: string) =>
      replaced(
        'container.privileged == true',
        'container.processes == null',
      )(text)
        .replace('needs: [privileged]', 'needs: [processes]')
        .replace('"privileged"', '"processes"');
    const rule = 'rules/container/no-privileged/no_privileged.rego';
    const listed = await faults({ [rule]: list });
    expect(listed.filter((line) => line.includes('match error'))).toEqual([]);
    const scalars = await faults({ [rule]: scalar });
    expect(scalars.filter((line) => line.includes('match error'))).toEqual([]);
  });
});
