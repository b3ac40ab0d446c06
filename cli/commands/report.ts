import { type CommandDefinition, shared } from '../definition.ts';

export const report: CommandDefinition = {
  name: 'report',
  summary: 'Write formats of a result that exists',
  arguments: [{ form: '<result>', description: 'result.json of a run' }],
  description:
    'Inventories, such as the packages of images, are read from the snapshot that was judged: snapshot.ndjson.zst beside the result, or the files of --snapshot.',
  options: [
    shared.output,
    shared.format,
    shared.template,
    {
      flags: '--snapshot <file>',
      description: 'snapshot that the result was judged from (repeat, or commas)',
      list: true,
    },
  ],
  examples: [
    { line: 'plimsoll report plimsoll-report/latest/result.json -f html -o again', does: 'print the report once more' },
  ],
  async run(call) {
    const { runReport } = await import('../run-report.ts');
    return runReport(call);
  },
};
