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
    shared.baseline,
    shared.failOnNew,
    shared.stream,
    shared.asOf,
  ],
  examples: [
    {
      line: 'plimsoll evaluate snapshot.ndjson.zst -f json -o verdicts',
      does: 'repeat a verdict without access to the systems',
    },
    {
      line: 'plimsoll evaluate snapshot.ndjson.zst -f json --baseline latest --fail-on-new medium --stream nightly',
      does: 'fail for findings that the last recorded run did not have',
    },
  ],
  async run(call) {
    const { runEvaluate } = await import('../run-audit.ts');
    return runEvaluate(call);
  },
};
