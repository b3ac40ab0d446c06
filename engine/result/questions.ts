import { compareText } from '../snapshot/canonical.ts';
import type { Evidence, Outcome, Result, ResultControl } from './schema.ts';

/** Something a result leaves to a person: a control, or a rule that asks and is in no framework. */
export interface OpenQuestion {
  /** What an attestation names: `<framework>:<id>`, or the full id of a rule. */
  control: string;
  title: string;
  question: string;
  /** What rules ask about single resources, with the facts they read. */
  asked: { key: string | null; text: string; evidence: Evidence[] }[];
  /** What an answer has to carry as `lapseOn`, where the control has it lapse with facts. */
  factsDigest?: string;
}

/**
 * Everything in a result that waits for a person, in the order of its frameworks. A question that a rule asks is put
 * once, under the first control that has the rule.
 * @param frameworks ids of the frameworks to answer for; default: the newest edition of each
 */
export function openQuestions(result: Result, frameworks?: readonly string[]): OpenQuestion[] {
  const chosen = new Set(frameworks ?? newestEditions(result.frameworks.map(({ id }) => id)));
  const manual = result.outcomes.filter(({ status }) => status === 'manual');
  const byRule = Map.groupBy(manual, ({ rule, control }) => rule ?? control ?? '');
  const taken = new Set<string>();
  const take = (subject: string): Outcome[] => {
    if (taken.has(subject)) return [];
    taken.add(subject);
    return byRule.get(subject) ?? [];
  };
  const ofControls = result.frameworks
    .filter(({ id }) => chosen.has(id))
    .flatMap(({ id, controls }) =>
      controls.flatMap((control) => {
        const name = `${id}:${control.id}`;
        const outcomes = control.rules.length === 0 ? take(name) : control.rules.flatMap(take);
        return outcomes.length === 0 ? [] : [questionOf(name, control, outcomes)];
      }),
    );
  const inFramework = new Set(result.frameworks.flatMap(({ controls }) => controls.flatMap(({ rules }) => rules)));
  const ofRules = result.rules
    .filter(({ id }) => !taken.has(id) && (frameworks === undefined || !inFramework.has(id)))
    .flatMap(({ id, title, question }) => {
      const outcomes = take(id);
      return outcomes.length === 0 ? [] : [questionOf(id, { title, question: question ?? null }, outcomes)];
    });
  return [...ofControls, ...ofRules];
}

function questionOf(
  name: string,
  { title, question, factsDigest }: Pick<ResultControl, 'title' | 'question' | 'factsDigest'>,
  outcomes: readonly Outcome[],
): OpenQuestion {
  const asked = outcomes
    .filter(({ rule }) => rule !== null)
    .flatMap(({ key, questions }) => questions.map(({ text, evidence }) => ({ key, text, evidence })))
    .sort((a, b) => compareText(a.key ?? '', b.key ?? ''));
  const given = factsDigest === undefined ? {} : { factsDigest };
  return { control: name, title, question: question ?? asked[0]?.text ?? title, asked, ...given };
}

/** Of frameworks whose ids differ in the version at the end alone (`cis-docker-1.8`), the newest; all others as they are. */
export function newestEditions(ids: readonly string[]): string[] {
  const newest = new Map<string, string>();
  for (const id of ids) {
    const family = id.replace(/-\d+(?:\.\d+)+$/, '');
    const before = newest.get(family);
    if (before === undefined || compareVersions(id, before) > 0) newest.set(family, id);
  }
  return ids.filter((id) => newest.get(id.replace(/-\d+(?:\.\d+)+$/, '')) === id);
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
