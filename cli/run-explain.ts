import path from 'node:path';
import {
  type Bundle,
  type CatalogueRule,
  type Control,
  type Framework,
  factsReference,
  limitsWith,
  type Outcome,
  PlimsollError,
  type Result,
} from '../engine/index.ts';
import { openBundles, readResult, shippedBundles } from '../service/index.ts';
import { type Call, listOption, textOption } from './definition.ts';

/** `plimsoll explain`: a rule, a control, or a finding by its fingerprint. */
export async function runExplain(call: Call): Promise<number> {
  const [subject = ''] = call.arguments;
  const text = /^[0-9a-f]{8,64}$/.test(subject)
    ? await explainFinding(call, subject)
    : await explainName(call, subject);
  call.terminal.settle();
  call.terminal.data(`${text}\n`);
  return 0;
}

async function explainName(call: Call, subject: string): Promise<string> {
  const bundles = await openBundles(listOption(call, 'bundle') ?? shippedBundles(), {
    folder: call.workingFolder,
    limits: limitsWith(),
    onProgress: (message) => call.terminal.progress('prepare', message),
  });
  const rules = bundles.flatMap((bundle) => bundle.catalogue.rules);
  const rule = rules.find((each) => each.id === subject || each.id.endsWith(`/${subject}`));
  if (rule !== undefined) return explainRule(rule, bundles);
  const colon = subject.indexOf(':');
  const framework = bundles
    .flatMap((bundle) => bundle.catalogue.frameworks)
    .find((each) => each.framework === subject.slice(0, Math.max(0, colon)));
  const control = framework?.controls.find((each) => each.id === subject.slice(colon + 1));
  if (framework !== undefined && control !== undefined) return explainControl(framework, control, rules);
  const near = rules.map((each) => each.id).filter((id) => id.includes(subject.split('/').at(-1) ?? subject));
  throw new PlimsollError('not-found', `no rule, control or fingerprint ${subject}`, {
    next:
      near.length > 0
        ? `Did you mean ${near.slice(0, 5).join(', ')}?`
        : 'plimsoll list rules shows the rules, plimsoll list frameworks the frameworks.',
  });
}

/** Everything the catalogue says of a rule, and where each fact it reads comes from. */
function explainRule(rule: CatalogueRule, bundles: readonly Bundle[]): string {
  const controls = bundles.flatMap(({ catalogue }) =>
    catalogue.frameworks.flatMap(({ framework, controls: all }) =>
      all
        .filter((control) => control.rules.includes(rule.id))
        .map((control) => `${framework}:${control.id}  ${control.title}`),
    ),
  );
  const parameters = Object.entries(rule.parameters ?? {}).map(
    ([name, parameter]) =>
      `  ${name} = ${JSON.stringify(parameter.default)}${parameter.title ? `  ${parameter.title}` : ''}`,
  );
  const aliases = Object.entries(rule.aliases ?? {}).map(([tool, ids]) => `${tool} ${[ids].flat().join(', ')}`);
  const fixes = Object.entries(rule.fixes ?? {}).map(
    ([where, snippet]) => `  ${where}:\n${indent((snippet ?? '').trimEnd(), 4)}`,
  );
  return sections([
    [`${rule.id}   ${rule.severity}   ${rule.kind}`, `${rule.title}.`],
    ['Why', rule.description, rule.rationale],
    ['Reads', ...rule.needs.map((need) => factLine(rule.kind, need))],
    ['Parameters', ...parameters],
    ['Fix', rule.remediation, ...fixes],
    ['Would pass', ...rule.examples.good.map((example) => `  ${example.title}: ${JSON.stringify(example.resource)}`)],
    ['Would fail', ...rule.examples.bad.map((example) => `  ${example.title}: ${JSON.stringify(example.resource)}`)],
    ['Controls', ...controls.map((line) => `  ${line}`)],
    ['Elsewhere', ...aliases.map((line) => `  ${line}`), ...rule.references.map((line) => `  ${line}`)],
    ['Written in', `  ${rule.source.file}:${rule.source.line}`],
  ]);
}

function explainControl(framework: Framework, control: Control, rules: readonly CatalogueRule[]): string {
  return sections([
    [`${framework.framework}:${control.id}`, `${control.title}.`],
    ['Coverage', `  ${control.coverage}${control.limits ? `: ${control.limits}` : ''}`],
    [
      'Rules',
      ...control.rules.map(
        (id) => `  ${id}  ${rules.find((rule) => rule.id === id)?.title ?? 'not in the loaded bundles'}`,
      ),
    ],
    ['Question', ...(control.question ? [`  ${control.question}`] : [])],
    ['Evidence', ...(control.evidence ?? []).map((fact) => `  ${fact}`)],
  ]);
}

async function explainFinding(call: Call, start: string): Promise<string> {
  const shown = textOption(call, 'result') ?? path.join('plimsoll-report', 'latest', 'result.json');
  const result = await readResult(path.resolve(call.workingFolder, shown), shown);
  const hits = result.outcomes.flatMap((outcome) => outcome.findings.map((finding) => ({ outcome, finding })));
  const found = hits.filter(({ finding }) => finding.fingerprint.startsWith(start));
  const [hit] = found;
  if (hit === undefined)
    throw new PlimsollError('not-found', `no finding ${start} in ${shown}`, {
      next: 'Give the result with -r, or a longer part of the fingerprint.',
    });
  if (found.length > 1)
    throw new PlimsollError('usage', `${start} is the start of ${found.length} findings`, {
      next: 'Give more digits.',
    });
  return findingText(result, hit.outcome, hit.finding);
}

/** Fact, value, where it comes from, the rule's line, and what would pass. */
function findingText(result: Result, outcome: Outcome, finding: Outcome['findings'][number]): string {
  const rule = result.rules.find((each) => each.id === outcome.rule);
  const resource = result.resources.find(
    ({ kind, key, target }) => kind === outcome.kind && key === outcome.key && target === outcome.target,
  );
  const target = result.targets.find(({ id }) => id === outcome.target);
  const evidence = finding.evidence.map(({ fact, value }) => {
    const from = fact.startsWith('args.')
      ? 'said by the rule'
      : (sourceOf(outcome.kind ?? '', fact) ?? 'the collector');
    return `  ${fact} = ${JSON.stringify(value)}\n      from ${from}`;
  });
  return sections([
    [`${finding.message}`, `${rule?.id ?? outcome.rule}   ${rule?.severity ?? ''}   ${outcome.status}`],
    [
      'Resource',
      `  ${outcome.kind} ${resource?.name ?? outcome.key}`,
      `  key ${outcome.key}`,
      `  id  ${resource?.id ?? '–'}`,
      `  target ${target?.name ?? '–'} (${target?.uri ?? '–'})`,
    ],
    ['Part', ...(finding.part === null ? [] : [`  ${finding.part}`])],
    ['Facts', ...evidence],
    ['Decided by', ...(rule === undefined ? [] : [`  ${rule.source.file}:${rule.source.line}`, `  ${rule.title}`])],
    ['Would pass', ...(rule === undefined ? [] : [`  ${rule.remediation}`])],
    ['Fingerprint', `  ${finding.fingerprint}`],
  ]);
}

function factLine(kind: string, need: string): string {
  const entry = factsReference().find((each) => each.kind === kind && each.fact === need);
  return entry === undefined
    ? `  ${need}`
    : `  ${need}  ${entry.description}${entry.source ? `\n      from ${entry.source}` : ''}`;
}

function sourceOf(kind: string, fact: string): string | undefined {
  const top = fact.split(/[.[]/)[0] ?? fact;
  return factsReference().find((each) => each.kind === kind && each.fact === top)?.source ?? undefined;
}

function indent(text: string, by: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(by));
}

/** Titles over their lines; a section without lines is left out. */
function sections(all: readonly (readonly (string | undefined)[])[]): string {
  return all
    .map((section) => section.filter((line): line is string => line !== undefined && line !== ''))
    .filter((section) => section.length > 1)
    .map((section) => section.join('\n'))
    .join('\n\n');
}
