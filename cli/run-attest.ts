import fs from 'node:fs/promises';
import path from 'node:path';
import { type Attestation, digestOf, PlimsollError } from '../engine/index.ts';
import { readTextFile, replaceFile } from '../service/index.ts';
import { askAll, type Conversation } from './attest/ask.ts';
import { withAnswers } from './attest/file.ts';
import { readLetter, writeLetter } from './attest/letter.ts';
import { typedLines } from './attest/lines.ts';
import { loadedBundles, openSheets } from './attest/questions.ts';
import { readRows } from './attest/rows.ts';
import { readSheet, writeSheet } from './attest/sheet.ts';
import { type Call, flagOption, listOption, textOption } from './definition.ts';
import { table } from './table.ts';

const defaultFile = 'attestations.yaml';
const usualPeriod = 'P365D';

/** `plimsoll attest`: puts the open questions of a result on the terminal, or lists them. */
export async function runAttest(call: Call): Promise<number> {
  const { terminal } = call;
  const listOnly = flagOption(call, 'list');
  if (!listOnly && process.stdin.isTTY !== true) {
    throw new PlimsollError('usage', 'plimsoll attest asks on a terminal, and the input is none', {
      next: 'Use plimsoll attest --list, or plimsoll attest export and import.',
    });
  }
  const sheets = await openSheets(call);
  terminal.settle();
  if (listOnly) {
    terminal.data(
      table(
        ['control', 'question'],
        sheets.map(({ control, question }) => [control, question]),
      ),
    );
    return 0;
  }
  if (sheets.length === 0) {
    terminal.say('Nothing is left to a person.');
    return 0;
  }
  const shown = textOption(call, 'output') ?? defaultFile;
  const file = path.resolve(call.workingFolder, shown);
  // A file that cannot be used is said before the first question, not after it.
  await keepAnswers(file, shown, []);
  const lines = typedLines(process.stdin, process.stderr);
  try {
    const conversation: Conversation = {
      say: (text) => terminal.warn(text),
      ask: (prompt) => lines.ask(prompt),
      keep: (answer) => keepAnswers(file, shown, [answer]),
      digestOfFile: (name) => digestOfFile(name, call),
    };
    const by = textOption(call, 'by') ?? (await conversation.ask('Your name or address > '))?.trim();
    if (by === undefined || by === '') throw new PlimsollError('usage', 'an answer needs somebody who gives it');
    const answerer = {
      by,
      on: new Date().toISOString().slice(0, 10),
      validFor: textOption(call, 'validFor') ?? usualPeriod,
      scope: listOption(call, 'scope') ?? [],
    };
    const answered = await askAll(sheets, answerer, conversation);
    terminal.say(`\n${answered} of ${sheets.length} answered${answered === 0 ? '' : `, in ${shown}`}`);
    if (answered > 0) sayNext(call, shown);
  } finally {
    lines.close();
  }
  return 0;
}

/** `plimsoll attest export`: the open questions with their facts as a sheet or a letter. */
export async function runAttestExport(call: Call): Promise<number> {
  const { terminal } = call;
  const shown = textOption(call, 'output');
  const format = textOption(call, 'format') ?? (shown !== undefined && isMarkdown(shown) ? 'markdown' : 'csv');
  const sheets = await openSheets(call);
  const filled = { by: textOption(call, 'by') ?? '', validFor: textOption(call, 'validFor') ?? usualPeriod };
  const text = format === 'csv' ? writeSheet(sheets, filled) : writeLetter(sheets, filled);
  terminal.settle();
  if (shown === undefined) {
    terminal.data(text);
    return 0;
  }
  await replaceFile(path.resolve(call.workingFolder, shown), text, shown);
  terminal.say(`${sheets.length} questions in ${shown}`);
  return 0;
}

/** `plimsoll attest import`: answers of a sheet or a letter into attestations.yaml; all of them or none. */
export async function runAttestImport(call: Call): Promise<number> {
  const { terminal } = call;
  const [from = ''] = call.arguments;
  const text = await readTextFile(path.resolve(call.workingFolder, from));
  const asLetter = (textOption(call, 'format') ?? (isMarkdown(from) ? 'markdown' : 'csv')) === 'markdown';
  const rows = asLetter ? readLetter(text, from) : readSheet(text, from);
  const catalogues = (await loadedBundles(call)).map(({ catalogue }) => catalogue);
  terminal.settle();
  const known = new Set([
    ...catalogues.flatMap(({ rules }) => rules.map(({ id }) => id)),
    ...catalogues.flatMap(({ frameworks }) =>
      frameworks.flatMap(({ framework, controls }) => controls.map(({ id }) => `${framework}:${id}`)),
    ),
  ]);
  const { attestations, open } = await readRows(rows, {
    file: from,
    unit: asLetter ? 'section' : 'row',
    isKnown: (control) => known.has(control),
    digestOfFile: (name) => digestOfFile(name, call),
  });
  const shown = textOption(call, 'output') ?? defaultFile;
  if (attestations.length > 0) await keepAnswers(path.resolve(call.workingFolder, shown), shown, attestations);
  const where = attestations.length === 0 ? 'nothing was written' : `in ${shown}`;
  terminal.say(`${attestations.length} answers, ${open} left open; ${where}`);
  if (attestations.length > 0) sayNext(call, shown);
  return 0;
}

/** Adds answers to the file; with none, only checks that it can be used. */
async function keepAnswers(file: string, shown: string, answers: readonly Attestation[]): Promise<void> {
  const exists = await fs.access(file).then(
    () => true,
    () => false,
  );
  const text = withAnswers(exists ? await readTextFile(file) : null, answers, shown);
  if (answers.length > 0) await replaceFile(file, text, shown);
}

async function digestOfFile(name: string, call: Call): Promise<string> {
  try {
    return digestOf(await fs.readFile(path.resolve(call.workingFolder, name)));
  } catch (cause) {
    throw new PlimsollError('file-unreadable', `the evidence ${name} cannot be read`, { cause });
  }
}

function isMarkdown(name: string): boolean {
  return /\.(md|markdown)$/i.test(name);
}

function sayNext(call: Call, shown: string): void {
  const { terminal } = call;
  terminal.say(`Next      plimsoll audit --attestations ${shown}`);
  terminal.say('          An answer counts for snapshots from its date on; --as-of moves that date.');
}
