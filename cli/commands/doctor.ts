import type { CommandDefinition } from '../definition.ts';

export const doctor: CommandDefinition = {
  name: 'doctor',
  summary: 'Say what works here, and what is missing for the rest',
  arguments: [{ form: '[target...]', description: 'targets to try to reach; without one, what is found here' }],
  options: [
    { flags: '--self-test', description: 'judge the shipped examples and compare with what is expected of them' },
  ],
  examples: [{ line: 'plimsoll doctor --self-test', does: 'prove that this installation judges as it should' }],
  async run(call) {
    const { runDoctor } = await import('../run-doctor.ts');
    return runDoctor(call);
  },
};
