import type { CommandDefinition } from '../definition.ts';

const name = { form: '<name>', description: 'name of a schedule in plimsoll.yaml' };
const format = {
  flags: '-f, --format <format>',
  description: 'table, or json for programs',
  choices: ['table', 'json'],
  default: 'table',
};

export const scheduleList: CommandDefinition = {
  name: 'schedule list',
  summary: 'List the schedules: last slot, next slot, paused or not, how the last run ended',
  options: [format],
  examples: [{ line: 'plimsoll schedule list', does: 'see what ran and what is due' }],
  async run(call) {
    return (await import('../run-schedule.ts')).runScheduleList(call);
  },
};

export const scheduleNext: CommandDefinition = {
  name: 'schedule next',
  summary: 'Show when schedules are due next',
  description:
    'Times are those of the time zone of each schedule; a start that is put off by jitter is shown beside them.',
  arguments: [{ form: '[name]', description: 'name of a schedule; default: all' }],
  options: [{ flags: '-n, --count <count>', description: 'how many times of each', default: '10' }, format],
  examples: [{ line: 'plimsoll schedule next -n 3', does: 'see the next three times of each schedule' }],
  async run(call) {
    return (await import('../run-schedule.ts')).runScheduleNext(call);
  },
};

export const scheduleRun: CommandDefinition = {
  name: 'schedule run',
  summary: 'Run a schedule now, beside its slots',
  description: 'Adds a job; a worker of plimsoll serve takes it.',
  arguments: [name],
  options: [],
  examples: [{ line: 'plimsoll schedule run nightly', does: 'have it run as soon as a worker is free' }],
  async run(call) {
    return (await import('../run-schedule.ts')).runScheduleRun(call);
  },
};

export const schedulePause: CommandDefinition = {
  name: 'schedule pause',
  summary: 'Pause a schedule: its slots are recorded as skipped',
  arguments: [name],
  options: [],
  examples: [{ line: 'plimsoll schedule pause nightly', does: 'keep it from running while systems are changed' }],
  async run(call) {
    return (await import('../run-schedule.ts')).runSchedulePause(call, true);
  },
};

export const scheduleResume: CommandDefinition = {
  name: 'schedule resume',
  summary: 'Resume a paused schedule with its next slot',
  arguments: [name],
  options: [],
  examples: [{ line: 'plimsoll schedule resume nightly', does: 'let it run again' }],
  async run(call) {
    return (await import('../run-schedule.ts')).runSchedulePause(call, false);
  },
};

export const scheduleAdd: CommandDefinition = {
  name: 'schedule add',
  summary: 'Write a schedule into plimsoll.yaml, keeping its comments',
  description:
    'Made in the working folder where there is no plimsoll.yaml yet. plimsoll serve knows it when it reloads its configuration.',
  arguments: [{ form: '<name>', description: 'its name: lower-case letters, digits and dashes' }],
  options: [
    { flags: '--cron <expression>', description: 'five fields, as crontab reads them' },
    { flags: '--every <period>', description: 'instead of --cron', choices: ['day', 'week', 'month', 'quarter'] },
    { flags: '--on <day>', description: 'mon to sun in a week; first, last or a number in a month or quarter' },
    { flags: '--at <time>', description: 'time of day, such as 06:00' },
    { flags: '--time-zone <zone>', description: 'IANA name, such as Europe/Berlin; default: UTC' },
    {
      flags: '--target <target>',
      description: 'what is audited (repeat, or commas; default: all configured)',
      list: true,
    },
    {
      flags: '-b, --bundle <bundle>',
      description: 'bundles (repeat, or commas; default: those configured)',
      list: true,
    },
    { flags: '-p, --profile <profile>', description: 'profile' },
    { flags: '--jitter <duration>', description: 'most time that a start is put off, such as 10m' },
    { flags: '--missed <policy>', description: 'slots missed in downtime', choices: ['late', 'skip', 'all'] },
    { flags: '--overlap <policy>', description: 'while the last run goes on', choices: ['skip', 'queue', 'allow'] },
  ],
  examples: [
    {
      line: 'plimsoll schedule add monthly --every month --on last --at 06:00 --time-zone Europe/Berlin',
      does: 'audit everything on the last day of each month',
    },
  ],
  async run(call) {
    return (await import('../run-schedule-add.ts')).runScheduleAdd(call);
  },
};
