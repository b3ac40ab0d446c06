import { type CommandDefinition, shared } from '../definition.ts';

export const report: CommandDefinition = {
  name: 'report',
  summary: 'Write formats of a result that exists',
  arguments: [{ form: '<result>', description: 'result.json of a run' }],
  options: [shared.output, shared.format, shared.template],
  examples: [
    { line: 'plimsoll report plimsoll-report/latest/result.json -f html -o again', does: 'print the report once more' },
  ],
  async run(call) {
    const { runReport } = await import('../run-report.ts');
    return runReport(call);
  },
};
