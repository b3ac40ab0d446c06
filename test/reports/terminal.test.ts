import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { terminalSummary } from '../../reports/index.ts';
import { width } from '../../reports/terminal/layout.ts';
import { deceptive, sampleInput } from './support.ts';

const samples = [{}, { complete: true }, { hostile: true }, { extra: 500 }];

describe('the summary on the terminal', () => {
  test.each([60, 80, 100, 120, 200])('fits %i columns', (columns) => {
    for (const sample of samples) {
      const text = terminalSummary(sampleInput(sample), { columns, colour: false, folder: 'plimsoll-report/latest' });
      expect(text.split('\n').filter((line) => width(line) > columns)).toEqual([]);
    }
  });

  test('is the same words with and without colour, and no escape without', () => {
    for (const sample of samples) {
      const plain = terminalSummary(sampleInput(sample), { columns: 100, colour: false });
      const coloured = terminalSummary(sampleInput(sample), { columns: 100, colour: true });
      expect(plain.match(deceptive) ?? []).toEqual([]);
      expect(coloured).not.toBe(plain);
      expect(stripVTControlCharacters(coloured)).toBe(plain);
    }
  });

  test('says what was not made before any count, and what would help', () => {
    const text = terminalSummary(sampleInput(), { columns: 120, colour: false });
    const order = [
      'NOT READ',
      'FOUND, NOT AUDITED   add: podman',
      'INCOMPLETE  22 of 176 checks not made',
      'makes 5 of them',
      '2 critical  16 high',
      'Do first',
      'Score     51–63 % of 176 checks',
      'Next      plimsoll explain',
      'exit 1: ',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('groups the instances of a Compose service', () => {
    const text = terminalSummary(sampleInput(), { columns: 160, colour: false });
    expect(text).toMatch(/shop\/web ×6, shop\/db, ci-runner +plimsoll\/container-runs-as-non-root/);
  });

  test('says nothing of incompleteness where everything was read', () => {
    const text = terminalSummary(sampleInput({ complete: true }), { columns: 100, colour: false });
    expect(text).not.toMatch(/INCOMPLETE|NOT READ|sudo/);
    expect(text).toMatch(/^Score {5}60 % of 162 checks/m);
    expect(text.endsWith('exit 1: 18 findings at or above high\n')).toBe(true);
  });

  test('names the network only where it was used', () => {
    const remote = terminalSummary(sampleInput(), { columns: 200, colour: false }).split('\n')[0]!;
    const local = terminalSummary(sampleInput({ complete: true }), { columns: 200, colour: false }).split('\n')[0]!;
    expect([remote.split('   ').at(-1), local.split('   ').at(-1)]).toEqual([
      'read-only, network used for 1 target',
      'read-only, no network used',
    ]);
  });
});
