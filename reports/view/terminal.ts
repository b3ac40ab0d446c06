import type { Outcome, Severity } from '../../engine/index.ts';
import { openFindings } from './actions.ts';
import { ratedFamilies } from './benchmark/editions.ts';
import { automatedShare, decidedShare, shareText, toAnswer } from './benchmark/shares.ts';
import { groupBy, type ViewContext } from './context.ts';
import { ownerOf, saidOf } from './owner.ts';
import { number, ofKind, plural, type Shape, sentence } from './words.ts';

/** One target in the head of the summary. */
export interface TargetLine {
  scheme: string;
  place: string;
  remark: string;
  shape: Shape;
}

/** One rule with violations, and where. */
export interface FindingLine {
  severity: Severity;
  /** What was found: the commonest message, and how many others there are. */
  what: string;
  /** `shop/web ×6, db`, most instances first. */
  resources: string[];
  rule: string;
}

export function targetLines(context: ViewContext): TargetLine[] {
  const { result, show } = context;
  const targets = result.targets.map((target): TargetLine => {
    const [scheme = '', ...rest] = target.uri.split(':');
    const judged = Object.entries(target.kinds)
      .filter(([kind, coverage]) => coverage.judged > 0 && kind !== scheme && kind !== 'engine')
      .map(([kind, coverage]) => ofKind(coverage.judged, kind));
    const why = target.problems[0] === undefined ? '' : `: ${show(target.problems[0].message)}`;
    const remarks = {
      collected: judged.join(', ') || 'read',
      partial: [`partly read${why}`, ...judged].join(', '),
      failed: `NOT READ${why}`,
    };
    return {
      scheme: show(scheme),
      place: `${show(rest.join(':').replace(/^unix:\/\//, '') || target.name)}${target.about === undefined ? '' : ` (${show(target.about)})`}`,
      remark: remarks[target.status],
      shape: target.status === 'collected' ? 'pass' : target.status === 'partial' ? 'unknown' : 'fail',
    };
  });
  const found = result.found.map(
    (one): TargetLine => ({
      scheme: show(one.engine),
      place: show(one.path),
      remark: `FOUND, NOT AUDITED${one.target === null ? '' : `   add: ${show(one.target)}`}`,
      shape: 'unknown',
    }),
  );
  return [...targets, ...found];
}

/** Rules with violations that nobody accepted, worst first. */
export function findingLines(context: ViewContext): FindingLine[] {
  const failing = context.result.outcomes.filter((outcome) => outcome.rule !== null && openFindings(outcome) > 0);
  return groupBy(failing, (outcome) => outcome.rule!)
    .sort((a, b) => context.ruleRank(a[0]!.rule) - context.ruleRank(b[0]!.rule))
    .flatMap((outcomes) => {
      const rule = context.rule(outcomes[0]!.rule!);
      if (rule === undefined) return [];
      const names = new Map<string, number>();
      for (const outcome of outcomes) {
        const resource = context.resource(outcome);
        const name = context.show(resource === undefined ? (outcome.key ?? '') : ownerOf(resource).name);
        names.set(name, (names.get(name) ?? 0) + 1);
      }
      const resources = [...names]
        .sort((a, b) => b[1] - a[1])
        .map(([name, count]) => (count === 1 ? name : `${name} ×${number(count)}`));
      return [
        {
          severity: rule.severity,
          what: context.show(commonest(context, outcomes, rule.title)),
          resources,
          rule: context.show(rule.id),
        },
      ];
    });
}

/** Parts of one line for each benchmark: `CIS Docker 1.8.0`, `automated 20 of 23`, `decided 71–79 of 101`, `12 to answer`. */
export function benchmarkLines({ result, show }: ViewContext): string[][] {
  return ratedFamilies(result.frameworks).map(({ newest: { name, framework } }) => [
    show(name),
    `automated ${shareText(automatedShare(framework.controls))}`,
    `decided ${shareText(decidedShare(framework.controls))}`,
    `${number(toAnswer(framework.controls))} to answer`,
  ]);
}

/** `read-only, no network used`, or which targets were reached over it. */
export function mannerLine({ result }: ViewContext): string {
  const remote = result.targets.filter(
    (target) =>
      /^(docker:(tcp|ssh|https?)|registry|k8s|docker:\/\/)/.test(target.uri) ||
      // image: takes an engine's image, and where there is none, that of a registry.
      target.about?.startsWith('registry ') === true,
  ).length;
  return remote === 0 ? 'read-only, no network used' : `read-only, network used for ${plural(remote, 'target')}`;
}

/** The commonest message of a rule, about "the container" rather than one of them, and how many others there are. */
function commonest(context: ViewContext, outcomes: readonly Outcome[], title: string): string {
  const messages = new Map<string, number>();
  for (const outcome of outcomes) {
    const resource = context.resource(outcome);
    for (const { message } of outcome.findings) {
      const said = saidOf(resource, message, `the ${resource?.kind ?? 'target'}`);
      messages.set(said, (messages.get(said) ?? 0) + 1);
    }
  }
  const [first, ...others] = [...messages].sort((a, b) => b[1] - a[1]);
  if (first === undefined) return title;
  // "the container runs privileged" is "Runs privileged": the container stands beside it.
  const said = first[0].replace(/^the [a-z-]+ (?=[a-z])/, '');
  const start = /^[a-z]+ /.test(said) ? sentence(said) : said;
  return others.length === 0 ? start : `${start} +${others.length}`;
}
