import { type CommandDefinition, shared } from '../definition.ts';

export const diff: CommandDefinition = {
  name: 'diff',
  summary: 'Compare two images, or the images of two snapshots',
  description:
    'Packages, licences, settings, files of interest, size and layers. The exit code is 0 whether they differ or not; with --exit-code it is 1 where they differ, and 3 where they do not as far as was compared and something that is compared was not read on one side.',
  arguments: [
    { form: '<before>', description: 'an image as a target, or a snapshot' },
    { form: '<after>', description: 'the other one' },
  ],
  options: [
    { flags: '--images', description: 'compare images (nothing else is compared yet)' },
    {
      flags: '-f, --format <format>',
      description: 'text or json',
      choices: ['text', 'json'],
      default: 'text',
    },
    { flags: '--exit-code', description: 'answer with the exit code whether they differ' },
    shared.deep,
    shared.platform,
  ],
  examples: [
    {
      line: 'plimsoll diff --images docker-archive:app-1.tar docker-archive:app-2.tar',
      does: 'what a new version of an image brings',
    },
  ],
  async run(call) {
    const { runDiff } = await import('../run-diff.ts');
    return runDiff(call);
  },
};
