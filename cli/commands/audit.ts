import { type CommandDefinition, shared } from '../definition.ts';

export const audit: CommandDefinition = {
  name: 'audit',
  summary: 'Collect, judge and report in one go',
  description:
    'Without a target: this host, and the Docker engine if its socket answers. Nothing is changed on what is audited.',
  arguments: [
    { form: '[target...]', description: 'what to audit, such as host or docker (see: plimsoll list targets)' },
  ],
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
    shared.deep,
    shared.platform,
    { flags: '--dry-run', description: 'print every file, API call and command that would be read, and read nothing' },
  ],
  examples: [
    { line: 'plimsoll audit', does: 'audit this host and its Docker engine' },
    { line: 'plimsoll audit docker -f json --fail-on critical', does: 'audit the engine alone, for a pipeline' },
    {
      line: 'plimsoll audit docker -f json --stream nightly',
      does: 'record the run in the store, to see later what changed',
    },
    { line: 'plimsoll audit docker --deep', does: 'also open the images that containers are made from' },
    { line: 'plimsoll audit --dry-run', does: 'list what would be read, for the owner of the machine' },
  ],
  async run(call) {
    const { runAudit } = await import('../run-audit.ts');
    return runAudit(call);
  },
};
