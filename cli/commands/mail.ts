import type { CommandDefinition } from '../definition.ts';

export const mailPreview: CommandDefinition = {
  name: 'mail preview',
  summary: 'Show the mail of a run without sending it',
  description: 'Reads no secret, so the message is not signed. What changed is shown for runs of the store.',
  arguments: [
    {
      form: '[run]',
      description: 'id of a run, latest, or the path of a result.json; default: plimsoll-report/latest/result.json',
    },
  ],
  options: [
    { flags: '-o, --output <file>', description: 'file to write; default: standard output' },
    { flags: '--html', description: 'the page alone, for a browser, instead of the whole message' },
    { flags: '--owner <name>', description: 'what this owner of the configuration would get' },
    { flags: '--delivery <name>', description: 'as this delivery of the configuration sends it; default: the first' },
  ],
  examples: [{ line: 'plimsoll mail preview --html -o mail.html', does: 'the mail of the last audit as a page' }],
  async run(call) {
    const { runMailPreview } = await import('../run-mail.ts');
    return runMailPreview(call);
  },
};

export const mailTest: CommandDefinition = {
  name: 'mail test',
  summary: 'Send a test message by the configured mail server',
  description: 'Mail goes to addresses of the configuration only: those under deliveries, owners and server.operator.',
  arguments: [{ form: '<address>', description: 'who gets it' }],
  options: [],
  examples: [{ line: 'plimsoll mail test officer@example.com', does: 'see that the mail server takes messages' }],
  async run(call) {
    const { runMailTest } = await import('../run-mail.ts');
    return runMailTest(call);
  },
};

export const mailOutbox: CommandDefinition = {
  name: 'mail outbox',
  summary: 'List what was delivered to whom, what waits and what failed',
  description: 'Mail, folders and webhooks alike. Exit code 1: something was given up.',
  options: [
    {
      flags: '--state <state>',
      description: 'only those',
      choices: ['pending', 'sending', 'accepted', 'failed', 'dead'],
    },
    { flags: '--run <id>', description: 'only those of a run' },
    { flags: '-n, --limit <count>', description: 'how many, newest first', default: '50' },
    {
      flags: '-f, --format <format>',
      description: 'table, or json for programs',
      choices: ['table', 'json'],
      default: 'table',
    },
    { flags: '--retry <id>', description: 'make a delivery that failed or is dead due again' },
  ],
  examples: [{ line: 'plimsoll mail outbox', does: 'see what went to whom, and what failed' }],
  async run(call) {
    const { runMailOutbox } = await import('../run-mail.ts');
    return runMailOutbox(call);
  },
};
