import type { CommandDefinition } from '../definition.ts';

export const serve: CommandDefinition = {
  name: 'serve',
  summary: 'Run the schedules of plimsoll.yaml and deliver their reports, until stopped',
  description:
    'Answers /healthz, /readyz and /metrics. SIGHUP reads the configuration again; SIGTERM ends it in order within 30 seconds.',
  options: [
    {
      flags: '--role <role>',
      description: 'scheduler decides what is due, worker audits and delivers, all does both',
      choices: ['scheduler', 'worker', 'all'],
      default: 'all',
    },
    { flags: '--listen <address>', description: 'address of the pages, instead of server.listen' },
  ],
  examples: [
    { line: 'plimsoll serve', does: 'run everything in one process, as on a single host' },
    { line: 'plimsoll serve --role worker', does: 'one of several workers; they share a PostgreSQL store' },
  ],
  async run(call) {
    const { runServe } = await import('../run-serve.ts');
    return runServe(call);
  },
};
