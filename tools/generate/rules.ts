import { type Catalogue, type CatalogueRule, decisionOf, severities } from '../../engine/index.ts';
import { markdownTable, pageHead } from './markdown.ts';

/** Every shipped rule, by bundle, kind and severity. */
export function ruleReference(catalogues: readonly Catalogue[]): string {
  const parts = catalogues.map((catalogue) => {
    const rules = catalogue.rules.toSorted(
      (a, b) =>
        a.kind.localeCompare(b.kind, 'en') ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (a.id < b.id ? -1 : 1),
    );
    const index = markdownTable(
      ['rule', 'kind', 'severity', 'title'],
      rules.map((rule) => [`[\`${rule.id}\`](#${anchor(rule.id)})`, rule.kind, rule.severity, rule.title]),
    );
    return `## Bundle ${catalogue.name} ${catalogue.version}\n\n${catalogue.title}: ${rules.length} rules.\n\n${index}\n\n${rules.map(ruleSection).join('\n')}`;
  });
  return `${pageHead('Rules', 'The shipped rules. `plimsoll explain RULE` prints the same, with where each fact is read.')}\n${parts.join('\n')}`;
}

function ruleSection(rule: CatalogueRule): string {
  const fixes = Object.entries(rule.fixes ?? {}).map(
    ([where, text]) => `${where}:\n\n\`\`\`\n${text?.trimEnd()}\n\`\`\`\n`,
  );
  const parameters = Object.entries(rule.parameters ?? {}).map(
    ([name, { default: value, title }]) =>
      `- parameter \`${name}\` = \`${JSON.stringify(value)}\`${title ? `: ${title}` : ''}`,
  );
  const aliases = Object.entries(rule.aliases ?? {}).map(([tool, ids]) => `${tool} ${[ids].flat().join(', ')}`);
  const examples = [
    ...rule.examples.good.map((example) => `- passes: ${example.title}: \`${JSON.stringify(example.resource)}\``),
    ...rule.examples.bad.map((example) => `- fails: ${example.title}: \`${JSON.stringify(example.resource)}\``),
  ];
  return [
    `### ${rule.id}`,
    `**${rule.severity}** · ${rule.kind} · reads ${rule.needs.map((need) => `\`${need}\``).join(', ')}`,
    `${rule.title}. ${rule.description}`,
    ...(rule.runtimes ? [`Only for: ${rule.runtimes.join(', ')}.`] : []),
    ...(parameters.length > 0 ? [parameters.join('\n')] : []),
    `Fix: ${rule.remediation}`,
    ...fixes,
    examples.join('\n'),
    ...(aliases.length > 0 ? [`Elsewhere: ${aliases.join(' · ')}`] : []),
    rule.references.map((reference) => `<${reference}>`).join(' '),
  ]
    .filter((line) => line !== '')
    .join('\n\n')
    .concat('\n');
}

function anchor(id: string): string {
  return id.replaceAll('/', '');
}

/** Every control of every shipped framework: how it is decided, its coverage and its rules. */
export function frameworkReference(catalogues: readonly Catalogue[]): string {
  const rules = new Map(catalogues.flatMap((catalogue) => catalogue.rules).map((rule) => [rule.id, rule]));
  const sections = catalogues.flatMap(({ frameworks, name }) =>
    frameworks.map(({ framework, title, controls }) => {
      const rows = controls.map((control) => [
        control.id,
        control.title,
        decisionOf(control, rules),
        control.rules.length === 0 ? '–' : control.coverage,
        control.level?.join(', ') ?? '',
        control.assessment ?? '',
        control.rules.map((rule) => `\`${rule}\``).join(' ') || (control.question ?? ''),
        control.limits ?? '',
      ]);
      const count = (kind: string) => rows.filter(([, , decision]) => decision === kind).length;
      const counts = `${count('decided')} decided, ${count('assisted')} assisted, ${count('attested')} attested`;
      return `## ${framework}\n\n${title} (bundle ${name}): ${controls.length} controls, ${counts}.\n\n${markdownTable(['control', 'title', 'how', 'coverage', 'level', 'publisher', 'rules, or the question put to a person', 'what is not shown'], rows)}\n`;
    }),
  );
  const about =
    'How each control is decided: `decided` by rules alone; `assisted`: rules find failures or show facts, and a person concludes; `attested`: put to a person alone. How far rules cover it: `full` can pass; `partial` and `supporting` can fail, and without a failure they are evidence only. `publisher` is how the publisher says it is assessed.';
  return `${pageHead('Frameworks', about)}\n${sections.join('\n')}`;
}
