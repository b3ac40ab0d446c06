import { type Catalogue, type CatalogueRule, severities } from '../../engine/index.ts';
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

/** Every control of every shipped framework with its coverage and rules. */
export function frameworkReference(catalogues: readonly Catalogue[]): string {
  const sections = catalogues.flatMap(({ frameworks, name }) =>
    frameworks.map(({ framework, title, controls }) => {
      const rows = controls.map((control) => [
        control.id,
        control.title,
        control.rules.length === 0 ? 'attested' : control.coverage,
        control.rules.map((rule) => `\`${rule}\``).join(' ') || (control.question ?? ''),
        control.limits ?? '',
      ]);
      return `## ${framework}\n\n${title} (bundle ${name}).\n\n${markdownTable(['control', 'title', 'coverage', 'rules, or the question put to a person', 'what is not shown'], rows)}\n`;
    }),
  );
  const about =
    'How far each control is covered: `full` can pass; `partial` and `supporting` can fail, and without a failure they are evidence only: the assessor concludes. `attested` controls are put to a person.';
  return `${pageHead('Frameworks', about)}\n${sections.join('\n')}`;
}
