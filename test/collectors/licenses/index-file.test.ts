import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { licenseTemplates } from '../../../collectors/licenses/templates.ts';
import { assetPath } from '../../../root.ts';
import { makeLicenseIndex, staleLicenseFiles } from '../../../tools/license-index.ts';

test('the index of licence texts is fresh, and small enough to ship', () => {
  expect(staleLicenseFiles()).toEqual([]);
  expect(statSync(assetPath('collectors', 'licenses', 'templates.br')).size).toBeLessThan(1.5 * 1024 * 1024);
});

test('it is unpacked as it was made', () => {
  const made = makeLicenseIndex();
  const { templates, names } = licenseTemplates();
  expect(templates).toEqual(made.templates);
  expect(names).toEqual(made.names);
  expect(templates.length).toBeGreaterThan(600);
});
