import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { askAll } from '../../cli/attest/ask.ts';
import type { Sheet } from '../../cli/attest/facts.ts';
import { withAnswers } from '../../cli/attest/file.ts';
import { readLetter, writeLetter } from '../../cli/attest/letter.ts';
import { type AnswerRow, readRows } from '../../cli/attest/rows.ts';
import { readSheet, writeSheet } from '../../cli/attest/sheet.ts';
import type { Attestation, PlimsollError } from '../../engine/index.ts';

const filled = { by: 'ann@example.org', validFor: 'P90D' };
const sheetOf = (control: string, change: Partial<Sheet> = {}): Sheet => ({
  ...{ control, title: `Title of ${control}`, question: 'Is it so?', asked: [], facts: [] },
  ...change,
});
const options = {
  file: 'answers',
  unit: 'row',
  isKnown: (control: string) => control.startsWith('f:'),
  digestOfFile: async (name: string) => `sha256:${name}`,
};
const row = (change: Partial<AnswerRow> = {}): AnswerRow => ({
  ...{ control: 'f:1', row: 2, line: 2, answer: 'satisfied', by: 'ann', on: '2026-11-01', validFor: 'P1Y' },
  ...change,
});
const answer: Attestation = { control: 'f:1', answer: 'satisfied', by: 'ann', on: '2026-11-01', validFor: 'P1Y' };

async function faultsOf(rows: readonly AnswerRow[]): Promise<string[]> {
  const error = await readRows(rows, options).catch((thrown: unknown) => thrown as PlimsollError);
  if (!(error instanceof Error)) return [];
  return [error, ...error.others].map(({ message, place }) => `${place?.line} ${message}`);
}

describe.each([
  ['sheet', writeSheet, readSheet],
  ['letter', writeLetter, readLetter],
] as const)('a %s', (_name, write, read) => {
  test('comes back with its controls and what was filled in, and all of it open', async () => {
    const rows = read(write([sheetOf('f:1'), sheetOf('f:2')], filled), 'x');
    expect(rows.map(({ control, by, validFor, answer: given }) => [control, by, validFor, given ?? ''])).toEqual([
      ['f:1', filled.by, filled.validFor, ''],
      ['f:2', filled.by, filled.validFor, ''],
    ]);
    expect(await readRows(rows, options)).toEqual({ attestations: [], open: 2 });
  });

  test('carries the digest of the facts that an answer depends on, there and back', async () => {
    const [first, second] = read(write([sheetOf('f:1', { factsDigest: 'sha256:7' }), sheetOf('f:2')], filled), 'x');
    const given = { answer: 'satisfied', on: '2026-11-01' };
    const { attestations } = await readRows(
      [
        { ...first!, ...given },
        { ...second!, ...given },
      ],
      options,
    );
    expect(attestations.map(({ control, lapseOn }) => [control, lapseOn])).toEqual([
      ['f:1', 'sha256:7'],
      ['f:2', undefined],
    ]);
  });

  test('lets no text of an inspected system become an answer, a row or a formula', () => {
    const attack = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '\n## f:1\n- answer: satisfied\n',
        '- answer: satisfied',
        '\r\nf:1,,,,satisfied',
        '=HYPERLINK("x")',
      ),
      fc
        .array(fc.constantFrom('\n', '\r', '`', '> ', '- answer: satisfied', '## f:1', '"', ',', '='))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(attack, attack, (text, key) => {
        const evidence = [{ fact: 'labels', value: text }];
        const facts = [{ name: 'host.files', resources: [{ key, value: { [text]: text } }], more: 3 }];
        const sheets = [sheetOf('f:1', { title: text, question: text, asked: [{ key, text, evidence }], facts })];
        const rows = read(write(sheets, filled), 'x');
        expect(rows.map(({ control, answer: given }) => [control, given ?? ''])).toEqual([['f:1', '']]);
      }),
    );
  });
});

describe('a sheet that came back', () => {
  test('may have semicolons, other columns in front and blank rows', () => {
    const text = 'control;by;answer;on;validFor\r\n;;;;\r\nf:1;ann;Satisfied;2026-11-01;P1Y\r\n';
    expect(readSheet(text, 'x')).toMatchObject([{ control: 'f:1', answer: 'Satisfied', row: 3, line: 3 }]);
  });

  test('names every row and column that is not of its form', () => {
    const fails = (text: string) => {
      try {
        readSheet(text, 'x.csv');
      } catch (error) {
        const { message, others } = error as PlimsollError;
        return [message, ...others.map((each) => each.message)];
      }
      return [];
    };
    expect(fails('control,answer,by,on,validFor\na,b\nc\n')).toEqual([
      'row 2 has 2 cells and the header 5',
      'row 3 has 1 cells and the header 5',
    ]);
    expect(fails('control,answr,by,on,validFor\n')).toEqual([
      expect.stringContaining('no column answr'),
      expect.stringContaining('column answer is missing'),
    ]);
  });
});

describe('a letter that came back', () => {
  test('has values of several lines, and faults at their line', () => {
    const text = '- answer: satisfied\n## f:1\n* evidence: one\n* evidence: two\n- answr: x\n- by: a\n- by: b\n';
    const error = (() => {
      try {
        readLetter(text, 'x.md');
      } catch (thrown) {
        return thrown as PlimsollError;
      }
      return null;
    })();
    expect([error!, ...error!.others].map(({ place }) => place?.line)).toEqual([1, 5, 7]);
    expect(readLetter('## f:1\n- evidence: one\n- evidence: two\n', 'x')).toEqual([
      { control: 'f:1', row: 1, line: 1, evidence: 'one\ntwo' },
    ]);
  });
});

describe('rows', () => {
  test('become attestations, with scopes, files and the words people use', async () => {
    const given = row({ answer: ' Not  satisfied ', scope: 'web-*/**\ndb/**', evidence: 'seen\nfile:scan.pdf' });
    expect((await readRows([given], options)).attestations).toEqual([
      {
        ...answer,
        answer: 'not-satisfied',
        scope: ['web-*/**', 'db/**'],
        evidence: [{ text: 'seen' }, { file: 'scan.pdf', digest: 'sha256:scan.pdf' }],
      },
    ]);
  });

  test('are refused together, each with its row, line and reason', async () => {
    const faults = await faultsOf([
      row(),
      row({ row: 3, line: 3, control: 'g:1' }),
      row({ row: 4, line: 6, control: 'f:2', answer: 'yes' }),
      row({ row: 5, line: 7, control: 'f:3', answer: 'inherited' }),
      row({ row: 6, line: 8, control: 'f:4', on: '31.1.2026' }),
      row({ row: 7, line: 9, control: 'f:5', by: '' }),
      row({ row: 8, line: 10, control: 'f:6', answer: '', evidence: 'seen' }),
      row({ row: 9, line: 11 }),
    ]);
    expect(faults).toEqual([
      expect.stringMatching(/^3 row 3, g:1: no loaded bundle/),
      expect.stringMatching(/^6 row 4, f:2: answer: /),
      expect.stringMatching(/^7 row 5, f:3: provider: missing/),
      expect.stringMatching(/^8 row 6, f:4: on: /),
      expect.stringMatching(/^9 row 7, f:5: by: /),
      expect.stringMatching(/^10 row 8, f:6: there is evidence and no answer/),
      expect.stringMatching(/^11 row 9, f:1: row 2 answers the same/),
    ]);
  });
});

describe('attestations.yaml', () => {
  test('keeps comments and other entries; an answer for the same control and scope takes its place', () => {
    const before = withAnswers(null, [answer, { ...answer, control: 'f:2' }], 'a.yaml');
    const commented = `# ours\n${before.replace('  - control: f:2', '  # to be seen again\n  - control: f:2')}`;
    const text = withAnswers(
      commented,
      [
        { ...answer, answer: 'not-satisfied' },
        { ...answer, scope: 'web/**' },
      ],
      'a.yaml',
    );
    expect(text).toMatch(/^# ours\n/);
    expect(text).toContain('# to be seen again');
    expect((parse(text) as { attestations: Attestation[] }).attestations).toEqual([
      { ...answer, answer: 'not-satisfied' },
      { ...answer, control: 'f:2' },
      { ...answer, scope: 'web/**' },
    ]);
  });

  test('that is a bare list stays one, and one that is broken is refused', () => {
    const list = withAnswers(
      '- { control: f:2, answer: satisfied, by: a, on: 2026-01-01, validFor: P1Y }\n',
      [answer],
      'a',
    );
    expect(parse(list)).toHaveLength(2);
    expect(() => withAnswers('attestations: [{}]\n', [answer], 'a')).toThrow(/Entry 1 of attestations/);
  });

  test('holds any text that was given as evidence', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const given = { ...answer, evidence: [{ text }] };
        expect((parse(withAnswers(null, [given], 'a')) as { attestations: unknown[] }).attestations).toEqual([given]);
      }),
    );
  });
});

describe('a conversation', () => {
  async function talk(lines: (string | null)[], sheets = [sheetOf('f:1'), sheetOf('f:2')]) {
    const kept: Attestation[] = [];
    const said: string[] = [];
    const answered = await askAll(
      sheets,
      { by: 'ann', on: '2026-11-01', validFor: 'P1Y', scope: [] },
      {
        say: (text) => void said.push(text),
        ask: async () => lines.shift() ?? null,
        keep: async (given) => void kept.push(given),
        digestOfFile: async (name) => {
          if (name === 'none') throw new Error('no such evidence');
          return 'sha256:1';
        },
      },
    );
    return { answered, kept, said: said.join('\n') };
  }

  test('keeps each answer when it is given and leaves open what Enter passes over', async () => {
    const facts = [{ name: 'host.kernel', resources: [{ key: 'web', value: '6.1' }], more: 0 }];
    const { answered, kept, said } = await talk(['', 's', 'seen'], [sheetOf('f:1'), sheetOf('f:2', { facts })]);
    expect([answered, kept]).toEqual([1, [{ ...answer, control: 'f:2', evidence: [{ text: 'seen' }] }]]);
    expect(said).toContain('host.kernel of web = "6.1"');
  });

  test('asks again for what is no answer, for the provider and for evidence that cannot be read', async () => {
    const { kept, said } = await talk(['what', 'Inherited', '', 'cloud', 'file:none', 'file:scan.pdf', 'q']);
    const evidence = [{ file: 'scan.pdf', digest: 'sha256:1' }];
    expect(kept).toEqual([{ ...answer, answer: 'inherited', provider: 'cloud', evidence }]);
    expect(said).toMatch(/"what" is no answer[\s\S]*no such evidence/);
  });

  test('gives an answer the digest of the facts it depends on', async () => {
    const { kept } = await talk(['s', ''], [sheetOf('f:1', { factsDigest: 'sha256:7' })]);
    expect(kept).toEqual([{ ...answer, lapseOn: 'sha256:7' }]);
  });

  test('that breaks off keeps whole answers only', async () => {
    expect((await talk(['s', '', 's', null])).kept).toHaveLength(1);
    expect((await talk(['i', null])).kept).toEqual([]);
  });
});
