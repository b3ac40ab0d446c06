import { PlimsollError, visibleText } from '../../engine/index.ts';
import { factLines, type Sheet } from './facts.ts';
import { type AnswerField, type AnswerRow, answerFields } from './rows.ts';
import type { Filled } from './sheet.ts';

const answers = 'satisfied, not-satisfied, not-applicable or inherited';
const about = `# Questions

Write behind the colons and send the file back. Without an answer a question stays open.
answer: ${answers}; provider: who provides it, for inherited;
scope: globs over keys of resources, none for everywhere; on: a date such as 2026-01-31; validFor: a period such as P365D;
evidence: a text, or file:PATH; lapseOn: leave it as it is, the answer lapses when the facts it stands for change. More lines of the same name are more values of scope and evidence.
`;

/** The questions as Markdown for people who answer by mail. */
export function writeLetter(sheets: readonly Sheet[], { by, validFor }: Filled): string {
  const sections = sheets.map((sheet) => {
    const known: Partial<Record<AnswerField, string>> = { by, validFor };
    if (sheet.factsDigest !== undefined) known.lapseOn = sheet.factsDigest;
    const fields = answerFields.filter((field) => field !== 'lapseOn' || known.lapseOn !== undefined);
    const form = fields.map((field) => `- ${field}: ${known[field] ?? ''}`.trimEnd()).join('\n');
    // What comes from inspected systems stands behind `>`, in code, where it can be neither a heading nor an answer.
    const facts = factLines(sheet).map((line) => `> ${code(line)}`);
    const between = facts.length === 0 ? [] : [facts.join('  \n')];
    const head = `## ${sheet.control}`;
    return [head, `**${oneLine(sheet.title)}**`, `> ${oneLine(sheet.question)}`, ...between, form].join('\n\n');
  });
  return [about, ...sections.map((section) => `${section}\n`)].join('\n');
}

function oneLine(text: string): string {
  return visibleText(text.replaceAll(/\s+/g, ' ').trim());
}

/** Text in code marks that it cannot close itself. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${marks}${room}${text}${room}${marks}`;
}

/**
 * Reads the Markdown that came back: headings with a control, below them lines `- name: value`. Everything else is text.
 * @throws PlimsollError `attestation-invalid` for every line that names no field, or one before any control
 */
export function readLetter(text: string, file: string): AnswerRow[] {
  const rows: AnswerRow[] = [];
  const errors: PlimsollError[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const fail = (message: string) =>
      errors.push(new PlimsollError('attestation-invalid', message, { place: { file, line } }));
    const heading = /^##\s+(\S+)\s*$/.exec(raw);
    if (heading !== null) {
      rows.push({ control: heading[1]!, row: rows.length + 1, line });
      continue;
    }
    const entry = /^[-*]\s+([A-Za-z]+):\s*(.*)$/.exec(raw);
    if (entry === null) continue;
    const [, name = '', value = ''] = entry;
    const row = rows.at(-1);
    const field = answerFields.find((each) => each === name);
    if (field === undefined) fail(`there is no ${name}; names are: ${answerFields.join(', ')}`);
    else if (row === undefined) fail(`${name} stands before any control`);
    else if (value.trim() !== '') {
      const before = row[field];
      const isList = field === 'evidence' || field === 'scope';
      if (before !== undefined && !isList) fail(`section ${row.row}, ${row.control}: ${name} is there twice`);
      else row[field] = before === undefined ? value.trim() : `${before}\n${value.trim()}`;
    }
  }
  const [first, ...others] = errors;
  if (first === undefined) return rows;
  throw new PlimsollError(first.code, first.message, { place: first.place!, others });
}
