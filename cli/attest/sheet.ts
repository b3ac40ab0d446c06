import { PlimsollError } from '../../engine/index.ts';
import { readCsv, writeCsv } from '../../reports/index.ts';
import { factLines, type Sheet } from './facts.ts';
import { type AnswerRow, answerFields } from './rows.ts';

const columns = ['control', 'title', 'question', 'facts', ...answerFields];

/** Answers that are already known when a form is written. */
export interface Filled {
  by: string;
  validFor: string;
}

/** The questions as a sheet: one row each, the columns of the answer empty but for what is known. */
export function writeSheet(sheets: readonly Sheet[], { by, validFor }: Filled): string {
  const rows = sheets.map((sheet) => {
    const known: Record<string, string> = { by, validFor, lapseOn: sheet.factsDigest ?? '' };
    const about = [sheet.control, sheet.title, sheet.question, factLines(sheet).join('\n')];
    return [...about, ...answerFields.map((field) => known[field] ?? '')];
  });
  return writeCsv([columns, ...rows]);
}

/**
 * Reads a sheet that came back. Columns may be in any order, and those of the question may be gone.
 * @throws PlimsollError `attestation-invalid` for every row that is not of the form of the header
 */
export function readSheet(text: string, file: string): AnswerRow[] {
  // A spreadsheet of another language writes another separator; the first column has always the same name.
  const separator = /^\ufeff?"?control"?([;\t])/.exec(text)?.[1] ?? ',';
  const { records, faults } = readCsv(text, separator);
  const [header, ...rest] = records;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  const errors = faults.map(({ line, message }) => fault(file, line, message));
  for (const name of names.filter((each, index) => !columns.includes(each) || names.indexOf(each) !== index)) {
    errors.push(fault(file, 1, `there is no column ${name || 'without a name'}, or it is there twice`));
  }
  for (const name of ['control', 'answer', 'by', 'on', 'validFor'].filter((each) => !names.includes(each))) {
    errors.push(fault(file, 1, `the column ${name} is missing; columns are: ${columns.join(', ')}`));
  }
  const rows = rest.flatMap(({ line, cells }, index): AnswerRow[] => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    const row = index + 2;
    if (cells.length !== names.length) {
      errors.push(fault(file, line, `row ${row} has ${cells.length} cells and the header ${names.length}`));
    }
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const answers = answerFields.map((field) => [field, names.includes(field) ? cell(field) : '']);
    return [{ control: cell('control').trim(), row, line, ...Object.fromEntries(answers) }];
  });
  const [first, ...others] = errors;
  if (first === undefined) return rows;
  throw new PlimsollError(first.code, first.message, { place: first.place!, next: first.next, others });
}

function fault(file: string, line: number, message: string): PlimsollError {
  return new PlimsollError('attestation-invalid', message, {
    place: { file, line },
    next: 'Save it as CSV with the columns that plimsoll attest export writes; nothing was written.',
  });
}
