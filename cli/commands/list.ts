import { type CommandDefinition, shared } from '../definition.ts';

export const list: CommandDefinition = {
  name: 'list',
  summary: 'List bundles, rules, frameworks or targets',
  arguments: [{ form: '<what>', description: 'bundles, rules, frameworks or targets' }],
  options: [
    shared.bundle,
    {
      flags: '--coverage',
      description:
        'for frameworks: how many controls rules decide, rules help a person with, or a person alone answers',
    },
  ],
  examples: [
    { line: 'plimsoll list rules', does: 'the rules of the default bundle' },
    {
      line: 'plimsoll list frameworks --coverage',
      does: 'how much of each framework is decided, assisted and attested',
    },
    { line: 'plimsoll list targets', does: 'the forms a target can have, and what is found here' },
  ],
  async run(call) {
    const { runList } = await import('../run-list.ts');
    return runList(call);
  },
};
