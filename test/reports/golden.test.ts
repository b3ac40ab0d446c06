import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { terminalSummary } from '../../reports/index.ts';
import { rootFolder } from '../../root.ts';
import { pageOf, sampleInput } from './support.ts';

const command = 'PLIMSOLL_REBASELINE=1 npx vitest run test/reports/golden.test.ts';
const folder = path.join(rootFolder, 'test', 'golden');

async function compare(name: string, text: string): Promise<void> {
  const file = path.join(folder, name);
  if (process.env['PLIMSOLL_REBASELINE'] === '1') {
    await mkdir(folder, { recursive: true });
    await writeFile(file, text);
  }
  const golden = await readFile(file, 'utf8').catch(() => '');
  expect(text, `${name} is not what it was. Look at both; if the new one is right: ${command}`).toBe(golden);
}

describe('reports stay what they were', () => {
  test('the page', async () => compare('report.html', await pageOf(sampleInput())));

  test('the benchmark page', async () =>
    compare('benchmark.html', await pageOf({ ...sampleInput({ editions: true }), template: 'benchmark' })));

  test('the terminal', () => {
    const options = { columns: 100, colour: false, folder: 'plimsoll-report/latest' };
    return compare('terminal.txt', terminalSummary(sampleInput(), options));
  });
});
