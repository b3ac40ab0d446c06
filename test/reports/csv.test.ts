import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv, writeCsv } from '../../reports/index.ts';

const letters = ['"', ',', ';', '\r', '\n', '\t', "'", '=', '+', '-', '@', ' ', 'a', 'é', '😀', '\ufeff'];
const cell = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom(...letters)).map((each) => each.join('')),
);
const cells = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 8 });

function cellsOf(text: string, separator?: string): string[][] {
  const { records, faults } = readCsv(text, separator);
  expect(faults).toEqual([]);
  return records.map((record) => record.cells);
}

describe('CSV', () => {
  test('reads back exactly what it wrote', () => {
    fc.assert(
      fc.property(cells, (records) => {
        expect(cellsOf(writeCsv(records))).toEqual(records);
      }),
    );
  });

  test('reads back what a program changed to line feeds and put a byte order mark before', () => {
    const plain = fc.array(fc.array(fc.string({ unit: 'grapheme-ascii' }), { minLength: 1 }), { minLength: 1 });
    fc.assert(
      fc.property(plain, (records) => {
        expect(cellsOf(`\ufeff${writeCsv(records).replaceAll('\r\n', '\n')}`)).toEqual(records);
      }),
    );
  });

  test('no cell begins with what a spreadsheet runs', () => {
    fc.assert(
      fc.property(cells, (records) => {
        // Read as a spreadsheet does: without taking the mark off.
        const raw = writeCsv(records).matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g);
        for (const [, quoted, bare] of raw) expect(quoted ?? bare ?? '').not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
    expect(writeCsv([['=1+1', '-2', "'=x", 'a=b', '@SUM(A1)']])).toBe("'=1+1,'-2,''=x,a=b,'@SUM(A1)\r\n");
  });

  test('every text is read or refused with a line, and never throws', () => {
    fc.assert(
      fc.property(cell, fc.constantFrom(',', ';', '\t'), (text, separator) => {
        const { faults } = readCsv(text, separator);
        for (const { line } of faults) expect(line).toBeGreaterThan(0);
      }),
    );
  });

  test('other separators of spreadsheets are read', () => {
    expect(cellsOf('a;"b;c";\r\n;d,e;f\r\n', ';')).toEqual([
      ['a', 'b;c', ''],
      ['', 'd,e', 'f'],
    ]);
  });

  test.each([
    ['a,b\r\n"c,d\r\ne', 2, /not closed/],
    ['"a\nb",c\nd"e\n', 3, /inside a cell/],
    ['"a"b,c\n', 1, /behind the closing quote/],
  ])('%j is refused with its line', (text, line, message) => {
    const { faults } = readCsv(text);
    expect(faults).toEqual([{ line, message: expect.stringMatching(message) }]);
  });

  test('a record knows the line it begins in', () => {
    expect(readCsv('a\n"b\nc"\nd\n').records.map(({ line }) => line)).toEqual([1, 2, 4]);
  });
});
