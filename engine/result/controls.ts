import type { ResolvedRule, ResolvedRules } from '../bundle/resolved.ts';
import type { Bundle, CatalogueRule, Control, Framework } from '../bundle/schema.ts';
import { PlimsollError } from '../errors.ts';
import { canonicalJson } from '../snapshot/canonical.ts';
import { countOutcomes, sumCounts } from './counts.ts';
import type { ControlStatus, Outcome, ResultControl, ResultFramework, StatusCounts } from './schema.ts';
import { controlScores } from './score.ts';

/** A framework with the bundle that brought it. */
export interface LoadedFramework {
  framework: Framework;
  bundle: string;
}

/** Frameworks of all bundles, each once. Throws `bundle-conflict` where two bundles disagree on one. */
export function loadedFrameworks(bundles: readonly Pick<Bundle, 'catalogue'>[]): LoadedFramework[] {
  const loaded = new Map<string, LoadedFramework>();
  for (const { catalogue } of bundles) {
    const bundle = `${catalogue.namespace}-${catalogue.name}`;
    for (const framework of catalogue.frameworks) {
      const before = loaded.get(framework.framework);
      if (before === undefined) {
        loaded.set(framework.framework, { framework, bundle });
      } else if (canonicalJson(before.framework) !== canonicalJson(framework)) {
        const message = `${before.bundle} and ${bundle} disagree on the framework ${framework.framework}.`;
        throw new PlimsollError('bundle-conflict', message);
      }
    }
  }
  return [...loaded.values()];
}

export interface ControlContext {
  resolved: ResolvedRules;
  /** Rule → counts over all targets. */
  ruleCounts: ReadonlyMap<string, StatusCounts>;
  outcomes: readonly Outcome[];
  /** Controls that a person's answer resolved. */
  attested: ReadonlySet<string>;
  /** Control → digest of the facts that an answer to it depends on. */
  factDigests: ReadonlyMap<string, string>;
}

/** The frameworks with the status of every control and their scores. */
export function judgeFrameworks(loaded: readonly LoadedFramework[], context: ControlContext): ResultFramework[] {
  const byControl = new Map(
    context.outcomes.flatMap((each) => (each.control === undefined ? [] : [[each.control, each]])),
  );
  const rules = new Map(context.resolved.rules.map((rule) => [rule.id, rule]));
  return loaded.map(({ framework, bundle }) => {
    const controls = framework.controls.map((control) =>
      judgeControl(control, framework, { ...context, rules, own: byControl }),
    );
    return {
      id: framework.framework,
      title: framework.title,
      source: framework.source ?? null,
      bundle,
      score: controlScores(controls),
      sections: framework.sections.map(({ id, title }) => ({
        id,
        title,
        score: controlScores(controls.filter((control) => isIn(control.section, id))),
      })),
      controls,
    };
  });
}

interface OneContext extends ControlContext {
  rules: ReadonlyMap<string, ResolvedRule>;
  own: ReadonlyMap<string, Outcome>;
}

function judgeControl(control: Control, framework: Framework, context: OneContext): ResultControl {
  const id = `${framework.framework}:${control.id}`;
  const own = context.own.get(id);
  const loaded = control.rules.filter((rule) => context.rules.has(rule));
  const counts = sumCounts([
    ...(own === undefined ? [] : [countOutcomes([own])]),
    ...loaded.flatMap((rule) => context.ruleCounts.get(rule) ?? []),
  ]);
  // a rule that is left out or not there cannot have looked, so the others do not show the whole control
  const whole = loaded.length === control.rules.length && counts.excluded === 0;
  const full = control.coverage === 'full' && whole;
  const lost = loaded.length < control.rules.length;
  const decision = context.attested.has(id) ? 'attested' : decisionOf(control, context.rules);
  const evidence = control.evidence ?? [];
  const factsDigest = context.factDigests.get(id);
  // What no person has to look at needs no facts beside it.
  const isAsked = decision === 'attested' || counts.manual > 0;
  return {
    id: control.id,
    title: control.title,
    section: sectionOf(control.id, framework),
    level: control.level ?? [],
    assessment: control.assessment ?? null,
    coverage: control.coverage,
    limits: control.limits ?? null,
    decision,
    status: statusOf(counts, full, lost),
    rules: control.rules,
    counts,
    question: control.question ?? null,
    ...(isAsked && evidence.length > 0 ? { evidence } : {}),
    ...(factsDigest === undefined ? {} : { factsDigest }),
  };
}

/** The worst that is true, in the order of results.md. */
function statusOf(counts: StatusCounts, full: boolean, lost: boolean): ControlStatus {
  if (counts.fail > 0) return 'fail';
  if (counts.error + counts['not-evaluated'] > 0 || lost) return 'incomplete';
  if (counts.manual > 0) return 'manual';
  if (counts.waived > 0) return 'accepted';
  if (counts.pass > 0) return full ? 'pass' : 'evidence-only';
  if (counts['not-applicable'] > 0) return 'not-applicable';
  return counts.excluded > 0 ? 'excluded' : 'incomplete';
}

/**
 * How a control is decided, whatever its publisher says: `decided` where rules of full coverage answer it and none asks,
 * `assisted` where rules help a person, `attested` where there is no rule.
 * @param rules every rule that is loaded, by full id; one that is missing may ask
 */
export function decisionOf(
  control: Pick<Control, 'coverage' | 'rules'>,
  rules: ReadonlyMap<string, Pick<CatalogueRule, 'sets'>>,
): ResultControl['decision'] {
  if (control.rules.length === 0) return 'attested';
  const asks = control.rules.some((id) => rules.get(id)?.sets.includes('review') ?? true);
  return control.coverage === 'full' && !asks ? 'decided' : 'assisted';
}

/** The section with the longest number that the control's begins with. */
function sectionOf(id: string, framework: Framework): string | null {
  const fitting = framework.sections.filter((section) => isIn(id, section.id));
  return fitting.reduce<string | null>((best, { id: own }) => (own.length > (best?.length ?? -1) ? own : best), null);
}

function isIn(id: string | null, section: string): boolean {
  return id !== null && (id === section || id.startsWith(`${section}.`) || id.startsWith(`${section}-`));
}
