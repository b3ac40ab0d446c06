import { type CommandDefinition, shared } from '../definition.ts';

const resultArgument = {
  form: '[result]',
  description: 'result.json of a run; default: plimsoll-report/latest/result.json',
};
const questionOptions = [
  shared.bundle,
  {
    flags: '--framework <framework>',
    description: 'framework to answer for (repeat, or commas; default: the newest edition of each)',
    list: true,
  },
  { flags: '--snapshot <file>', description: 'snapshot to show facts of; default: the one beside the result' },
  { flags: '--by <person>', description: 'who answers' },
  { flags: '--valid-for <period>', description: 'how long answers hold (ISO 8601; default: P365D)' },
];
const intoFile = { flags: '-o, --output <file>', description: 'file of answers; default: attestations.yaml' };
const format = {
  flags: '-f, --format <format>',
  description: 'a sheet or a letter; default: what the name of the file says, else csv',
  choices: ['csv', 'markdown'],
};

export const attest: CommandDefinition = {
  name: 'attest',
  summary: 'Answer what rules leave to a person',
  description:
    'Puts each open question of a result with its facts, and keeps the answers in attestations.yaml as they are given. An answer for the same control and scope takes the place of the old one.',
  arguments: [resultArgument],
  options: [
    ...questionOptions,
    { flags: '--scope <glob>', description: 'keys of resources that the answers are for; default: all', list: true },
    { flags: '--list', description: 'only list the open questions' },
    intoFile,
  ],
  examples: [{ line: 'plimsoll attest --list', does: 'what the last audit left to a person' }],
  async run(call) {
    const { runAttest } = await import('../run-attest.ts');
    return runAttest(call);
  },
};

export const attestExport: CommandDefinition = {
  name: 'attest export',
  summary: 'Write the open questions for people who answer by mail',
  description: 'Cells that a spreadsheet would run as a formula get a quote in front; import takes it off again.',
  arguments: [resultArgument],
  options: [
    ...questionOptions,
    format,
    { flags: '-o, --output <file>', description: 'file to write; default: standard output' },
  ],
  examples: [
    { line: 'plimsoll attest export -o questions.csv', does: 'a sheet with a row for each question' },
    { line: 'plimsoll attest export -f markdown -o questions.md', does: 'the same as a letter' },
  ],
  async run(call) {
    const { runAttestExport } = await import('../run-attest.ts');
    return runAttestExport(call);
  },
};

export const attestImport: CommandDefinition = {
  name: 'attest import',
  summary: 'Read answers back into attestations.yaml',
  description:
    'Rows without an answer stay open. When one row is wrong, every wrong row is named and nothing is written.',
  arguments: [{ form: '<file>', description: 'sheet (CSV) or letter (Markdown) that came back' }],
  options: [shared.bundle, format, intoFile],
  examples: [{ line: 'plimsoll attest import questions.csv', does: 'take the answers of a sheet' }],
  async run(call) {
    const { runAttestImport } = await import('../run-attest.ts');
    return runAttestImport(call);
  },
};
