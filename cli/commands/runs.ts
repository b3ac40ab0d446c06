import type { CommandDefinition } from '../definition.ts';
import { shared } from '../definition.ts';

const run = { form: '<run>', description: 'id of a run, latest, or previous (the one before the latest)' };
const output = {
  flags: '-f, --format <format>',
  description: 'table, or json for programs',
  choices: ['table', 'json'],
  default: 'table',
};

export const runsList: CommandDefinition = {
  name: 'runs list',
  summary: 'List recorded runs, newest first',
  options: [
    { flags: '--stream <name>', description: 'only runs of this stream or schedule' },
    {
      flags: '--state <state>',
      description: 'only runs in this state',
      choices: ['running', 'finished', 'failed', 'cancelled'],
    },
    { flags: '-n, --limit <count>', description: 'how many', default: '20' },
    { flags: '--before <run>', description: 'only runs before this one, for the next page' },
    output,
  ],
  examples: [{ line: 'plimsoll runs list --stream nightly', does: 'see how the last runs ended' }],
  async run(call) {
    return (await import('../run-runs.ts')).runRunsList(call);
  },
};

export const runsShow: CommandDefinition = {
  name: 'runs show',
  summary: 'Show a run: how it ended, what changed since the one before, its files and deliveries',
  arguments: [run],
  options: [output],
  examples: [{ line: 'plimsoll runs show latest', does: 'see what is new, fixed and reopened' }],
  async run(call) {
    return (await import('../run-runs.ts')).runRunsShow(call);
  },
};

export const runsDiff: CommandDefinition = {
  name: 'runs diff',
  summary: 'Compare the findings and inputs of two runs',
  arguments: [
    { form: '<earlier>', description: 'id of a run, latest, previous, or the path of a result.json' },
    { form: '<later>', description: 'the same' },
  ],
  options: [output],
  examples: [{ line: 'plimsoll runs diff previous latest', does: 'list the findings that came and went' }],
  async run(call) {
    return (await import('../run-runs-diff.ts')).runRunsDiff(call);
  },
};

export const runsRerun: CommandDefinition = {
  name: 'runs rerun',
  summary: 'Judge the stored snapshot of a run again, into a new run that names the old one',
  description:
    'By today’s bundles, profile, waivers and attestations. The new run has a stream of its own, so that an old snapshot never changes what is known of the systems today.',
  arguments: [run],
  options: [
    { flags: '--same-inputs', description: 'by the inputs of that run, or not at all where one of them is not here' },
    shared.bundle,
    shared.profile,
    shared.waivers,
    shared.attestations,
    shared.output,
    shared.format,
    shared.template,
    shared.failOn,
    shared.asOf,
  ],
  examples: [
    { line: 'plimsoll runs rerun latest -f json -o again', does: 'see what the bundles of today say' },
    { line: 'plimsoll runs rerun latest --same-inputs -f json -o same', does: 'prove that the verdict is repeatable' },
  ],
  async run(call) {
    return (await import('../run-runs-rerun.ts')).runRunsRerun(call);
  },
};

export const runsHold: CommandDefinition = {
  name: 'runs hold',
  summary: 'Put a run under legal hold: nothing of it is removed',
  arguments: [run],
  options: [{ flags: '--off', description: 'end the hold' }],
  examples: [{ line: 'plimsoll runs hold latest', does: 'keep it whatever the policy of retention says' }],
  async run(call) {
    return (await import('../run-runs.ts')).runRunsHold(call);
  },
};

export const runsPrune: CommandDefinition = {
  name: 'runs prune',
  summary: 'Remove content that is older than the policy of retention; rows stay',
  description: 'Default: results, reports and logs 3 years, snapshots 13 months (store.retention in plimsoll.yaml).',
  options: [],
  examples: [{ line: 'plimsoll runs prune', does: 'make room, and keep the evidence that it existed' }],
  async run(call) {
    return (await import('../run-runs.ts')).runRunsPrune(call);
  },
};
