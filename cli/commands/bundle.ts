import type { CommandDefinition } from '../definition.ts';

const folder = { form: '<folder>', description: 'folder with a bundle.yaml, or the name of a shipped bundle' };

export const bundleCheck: CommandDefinition = {
  name: 'bundle check',
  summary: 'Check the Rego, types, metadata and frameworks of a bundle',
  arguments: [folder],
  options: [],
  examples: [{ line: 'plimsoll bundle check default', does: 'check the shipped bundle' }],
  async run(call) {
    const { runBundleCheck } = await import('../run-bundle.ts');
    return runBundleCheck(call);
  },
};

export const bundleTest: CommandDefinition = {
  name: 'bundle test',
  summary: 'Run the tests and examples of a bundle',
  arguments: [folder],
  options: [
    { flags: '--run <pattern>', description: 'only tests whose name matches this regular expression' },
    { flags: '--coverage', description: 'print how many lines of each rule the tests reach' },
  ],
  examples: [{ line: 'plimsoll bundle test default --run privileged', does: 'run the tests of one rule' }],
  async run(call) {
    const { runBundleTest } = await import('../run-bundle.ts');
    return runBundleTest(call);
  },
};

export const bundleBuild: CommandDefinition = {
  name: 'bundle build',
  summary: 'Build a bundle into one archive',
  arguments: [folder],
  options: [{ flags: '-o, --output <folder>', description: 'folder to write the archive to', default: '.' }],
  examples: [{ line: 'plimsoll bundle build default -o built', does: 'write built/plimsoll-default-<version>.tar.gz' }],
  async run(call) {
    const { runBundleBuild } = await import('../run-bundle.ts');
    return runBundleBuild(call);
  },
};

export const bundleInspect: CommandDefinition = {
  name: 'bundle inspect',
  summary: 'Show what a bundle holds',
  arguments: [{ form: '<bundle>', description: 'shipped name, bundle folder or archive' }],
  options: [],
  examples: [
    { line: 'plimsoll bundle inspect default', does: 'version, digest, rules by kind and severity, frameworks' },
  ],
  async run(call) {
    const { runBundleInspect } = await import('../run-bundle.ts');
    return runBundleInspect(call);
  },
};

export const bundleImport: CommandDefinition = {
  name: 'bundle import',
  summary: 'Make a profile and waivers from the policy of another program',
  description:
    'Writes profile.yaml and waivers.yaml, and prints what became of every rule. What cannot be taken over is told with the reason, and stands in the head of the profile.',
  arguments: [
    { form: '<format>', description: 'anchore: a policy bundle of Anchore, as JSON' },
    { form: '<file>', description: 'the policy' },
  ],
  options: [
    { flags: '-o, --output <folder>', description: 'folder to write to', default: '.' },
    { flags: '--policy <name>', description: 'name or id of the policy; default: the one for all images' },
    { flags: '--by <name>', description: 'who answers for what is loosened', default: 'Anchore import' },
    { flags: '--review-by <date>', description: 'when it is looked at again', default: 'before its first use' },
    { flags: '--expires <date>', description: 'latest end of accepted findings, and that of those that have none' },
  ],
  examples: [
    {
      line: 'plimsoll bundle import anchore bundle.json -o imported',
      does: 'write imported/profile.yaml and imported/waivers.yaml',
    },
  ],
  async run(call) {
    const { runBundleImport } = await import('../import/run.ts');
    return runBundleImport(call);
  },
};
