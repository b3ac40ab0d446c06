import { type CommandDefinition, shared } from '../definition.ts';

export const evaluate: CommandDefinition = {
  name: 'evaluate',
  summary: 'Judge snapshots and report',
  description: 'Needs nothing but the files: the same snapshots and bundles give the same bytes on any machine.',
  arguments: [{ form: '<snapshot...>', description: 'snapshot files' }],
  options: [
    shared.bundle,
    shared.profile,
    shared.waivers,
    shared.attestations,
    shared.output,
    shared.format,
    shared.template,
    shared.failOn,
    shared.asOf,
  ],
  examples: [
    {
      line: 'plimsoll evaluate snapshot.ndjson.zst -f json -o verdicts',
      does: 'repeat a verdict without access to the systems',
    },
  ],
  async run(call) {
    const { runEvaluate } = await import('../run-audit.ts');
    return runEvaluate(call);
  },
};
