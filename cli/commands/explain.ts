import { type CommandDefinition, shared } from '../definition.ts';

export const explain: CommandDefinition = {
  name: 'explain',
  summary: 'Explain a rule, a control or a finding',
  description:
    'A rule: plimsoll/container-privileged. A control: nist-800-190:4.4.3. A finding: the start of its fingerprint, looked up in the last result.',
  arguments: [{ form: '<subject>', description: 'rule, control, or fingerprint (at least eight digits)' }],
  options: [
    shared.bundle,
    {
      flags: '-r, --result <file>',
      description: 'result to look a fingerprint up in; default: plimsoll-report/latest/result.json',
    },
  ],
  examples: [
    { line: 'plimsoll explain plimsoll/container-privileged', does: 'what the rule reads, why, and how to fix it' },
  ],
  async run(call) {
    const { runExplain } = await import('../run-explain.ts');
    return runExplain(call);
  },
};
