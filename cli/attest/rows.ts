import { type Attestation, PlimsollError, readAttestations } from '../../engine/index.ts';

/** What a person fills in, beside the question; also the names of the columns. */
export const answerFields = ['answer', 'scope', 'provider', 'by', 'on', 'validFor', 'evidence', 'lapseOn'] as const;
export type AnswerField = (typeof answerFields)[number];

/** One row of a sheet, or one section of a letter, as it came back. */
export interface AnswerRow extends Partial<Record<AnswerField, string>> {
  control: string;
  /** Number of the row, the header being 1, or of the section. */
  row: number;
  /** Line of the file that it begins in. */
  line: number;
}

export interface RowOptions {
  /** How messages call the file. */
  file: string;
  /** What a row is called: `row` in a sheet, `section` in a letter. */
  unit: string;
  /** Whether an answer to this can count: a control or rule of a loaded bundle. */
  isKnown(control: string): boolean;
  /** Digest of a file of evidence. @throws Error where it cannot be read */
  digestOfFile(file: string): Promise<string>;
}

/**
 * Turns rows into attestations. Rows without an answer are left open; every other one is checked, and one fault refuses
 * them all.
 * @throws PlimsollError `attestation-invalid` for the first faulty row, the others in `others`
 */
export async function readRows(
  rows: readonly AnswerRow[],
  options: RowOptions,
): Promise<{ attestations: Attestation[]; open: number }> {
  const attestations: Attestation[] = [];
  const faults: PlimsollError[] = [];
  const seen = new Map<string, number>();
  let open = 0;
  for (const row of rows) {
    const { control, line } = row;
    const fail = (message: string) => {
      const text = `${options.unit} ${row.row}, ${control || 'without a control'}: ${message}`;
      faults.push(new PlimsollError('attestation-invalid', text, { place: { file: options.file, line } }));
    };
    if (text(row, 'answer') === '') {
      if (text(row, 'evidence') === '') open += 1;
      else fail('there is evidence and no answer');
      continue;
    }
    if (!options.isKnown(control)) {
      fail('no loaded bundle has this control; name its bundle with -b');
      continue;
    }
    try {
      const entry = await entryOf(row, options);
      const subject = subjectOf(entry);
      const before = seen.get(subject);
      const { errors } = readAttestations([entry]);
      if (before !== undefined) fail(`${options.unit} ${before} answers the same`);
      else if (errors[0] !== undefined) fail(errors[0].message.replace(/^Entry 1 of attestations: /, ''));
      else attestations.push(entry);
      seen.set(subject, before ?? row.row);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  }
  const [first, ...others] = faults;
  if (first === undefined) return { attestations, open };
  throw new PlimsollError(first.code, first.message, {
    ...(first.place === undefined ? {} : { place: first.place }),
    next: 'Correct the rows named and import the file again; nothing was written.',
    others,
  });
}

/** What an attestation speaks for: another one for the same takes its place. */
export function subjectOf({ control, scope }: Pick<Attestation, 'control' | 'scope'>): string {
  return JSON.stringify([control, scope === undefined ? null : [scope].flat()]);
}

function text(row: AnswerRow, field: AnswerField): string {
  return (row[field] ?? '').trim();
}

async function entryOf(row: AnswerRow, options: RowOptions): Promise<Attestation> {
  const optional = (field: 'provider' | 'lapseOn') => (text(row, field) === '' ? {} : { [field]: text(row, field) });
  const scope = linesOf(text(row, 'scope'));
  const evidence = await Promise.all(linesOf(text(row, 'evidence')).map((line) => evidenceOf(line, options)));
  return {
    control: row.control,
    ...(scope.length === 0 ? {} : { scope: scope.length === 1 ? scope[0]! : scope }),
    // People write "Not satisfied" for not-satisfied; anything else is refused with the list of answers.
    answer: text(row, 'answer').toLowerCase().replaceAll(/\s+/g, '-') as Attestation['answer'],
    ...optional('provider'),
    by: text(row, 'by'),
    on: text(row, 'on'),
    validFor: text(row, 'validFor'),
    ...(evidence.length === 0 ? {} : { evidence }),
    ...optional('lapseOn'),
  };
}

/** A line of evidence: `file:PATH` is a file with its digest, anything else a text. */
export async function evidenceOf(
  line: string,
  options: Pick<RowOptions, 'digestOfFile'>,
): Promise<NonNullable<Attestation['evidence']>[number]> {
  const file = /^file:\s*(.+)$/.exec(line)?.[1];
  return file === undefined ? { text: line } : { file, digest: await options.digestOfFile(file) };
}

function linesOf(value: string): string[] {
  return value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
