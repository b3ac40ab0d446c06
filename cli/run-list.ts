import { collectors, discover } from '../collectors/index.ts';
import { type Bundle, decisionOf, limitsWith, PlimsollError, severities } from '../engine/index.ts';
import { openBundles, shippedBundles } from '../service/index.ts';
import { type Call, flagOption, listOption } from './definition.ts';
import { table } from './table.ts';

const lists: Record<string, (call: Call) => Promise<string>> = {
  bundles: listBundles,
  rules: listRules,
  frameworks: listFrameworks,
  targets: listTargets,
};

/** `plimsoll list`: prints a table on stdout. */
export async function runList(call: Call): Promise<number> {
  const [what = ''] = call.arguments;
  if (flagOption(call, 'coverage') && what !== 'frameworks') {
    throw new PlimsollError('usage', `--coverage is for frameworks, not for ${what}`, {
      next: 'plimsoll list frameworks --coverage',
    });
  }
  const list = Object.hasOwn(lists, what) ? lists[what] : undefined;
  if (list === undefined) {
    throw new PlimsollError('usage', `there is no list of ${what}`, {
      next: `Lists are: ${Object.keys(lists).join(', ')}.`,
    });
  }
  const text = await list(call);
  call.terminal.settle();
  call.terminal.data(text);
  return 0;
}

async function opened(call: Call, fallback: readonly string[]): Promise<Bundle[]> {
  return openBundles(listOption(call, 'bundle') ?? fallback, {
    folder: call.workingFolder,
    limits: limitsWith(),
    onProgress: (message) => call.terminal.progress('prepare', message),
  });
}

async function listBundles(call: Call): Promise<string> {
  const bundles = await opened(call, shippedBundles());
  return table(
    ['bundle', 'version', 'rules', 'title', 'digest'],
    bundles.map(({ catalogue, digest }) => [
      catalogue.name,
      catalogue.version,
      String(catalogue.rules.length),
      catalogue.title,
      digest.slice(0, 19),
    ]),
  );
}

async function listRules(call: Call): Promise<string> {
  const rules = (await opened(call, ['default'])).flatMap((bundle) => bundle.catalogue.rules);
  rules.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1));
  return table(
    ['severity', 'rule', 'kind', 'title'],
    rules.map((rule) => [rule.severity, rule.id, rule.kind, rule.title]),
  );
}

async function listFrameworks(call: Call): Promise<string> {
  const bundles = await opened(call, shippedBundles());
  if (flagOption(call, 'coverage')) return frameworkCoverage(bundles);
  const rows = bundles.flatMap(({ catalogue }) =>
    catalogue.frameworks.map((framework) => {
      const withRules = framework.controls.filter((control) => control.rules.length > 0).length;
      const controls = String(framework.controls.length);
      return [framework.framework, controls, String(withRules), catalogue.name, framework.title];
    }),
  );
  return table(['framework', 'controls', 'with rules', 'bundle', 'title'], rows);
}

/** How many controls of each framework rules decide, help a person with, or leave to a person alone. */
function frameworkCoverage(bundles: readonly Bundle[]): string {
  const rules = new Map(bundles.flatMap(({ catalogue }) => catalogue.rules).map((rule) => [rule.id, rule]));
  const rows = bundles.flatMap(({ catalogue }) =>
    catalogue.frameworks.map(({ framework, controls }) => {
      const decisions = controls.map((control) => decisionOf(control, rules));
      const count = (decision: string) => String(decisions.filter((each) => each === decision).length);
      return [
        framework,
        String(controls.length),
        count('decided'),
        count('assisted'),
        count('attested'),
        catalogue.name,
      ];
    }),
  );
  return table(['framework', 'controls', 'decided', 'assisted', 'attested', 'bundle'], rows);
}

async function listTargets(call: Call): Promise<string> {
  const forms = collectors.flatMap((collector) => collector.forms.map(({ form, meaning }) => [form, meaning]));
  const { targets, found } = await discover(call.environment);
  const here = [
    ...targets.map((target) => [target.uri, 'audited by default']),
    ...found.map((each) => [each.target ?? '–', `${each.engine} at ${each.path}: found, not audited by default`]),
  ];
  return `${table(['target', 'what it is'], forms)}\nFound here\n${table(['target', ''], here)}`;
}
