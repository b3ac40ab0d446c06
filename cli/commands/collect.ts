import { type CommandDefinition, shared } from '../definition.ts';

export const collect: CommandDefinition = {
  name: 'collect',
  summary: 'Write a snapshot of the targets to a file',
  description: 'The snapshot is judged later, anywhere, with: plimsoll evaluate.',
  arguments: [{ form: '[target...]', description: 'what to collect; without one, as audit does' }],
  options: [
    shared.bundle,
    { flags: '-o, --output <file>', description: 'snapshot to write', default: 'snapshot.ndjson.zst' },
    shared.deep,
    shared.platform,
    { flags: '--dry-run', description: 'print every file, API call and command that would be read, and read nothing' },
  ],
  examples: [{ line: 'plimsoll collect host -o host.ndjson.zst', does: 'take a snapshot of this host' }],
  async run(call) {
    const { runCollect } = await import('../run-collect.ts');
    return runCollect(call);
  },
};
