import type { Outcome, ResultControl, ResultRule } from '../../../engine/index.ts';
import { anchor, type ViewContext } from '../context.ts';
import type { Dates } from '../dates.ts';
import { controlShapes, controlWords, number, type Shape, sentence } from '../words.ts';
import type { Edition } from './editions.ts';
import { type AnswerView, answersOf } from './given-answers.ts';
import { type NamedFactView, namedFacts } from './named-facts.ts';
import { type ControlRule, controlRule } from './rules.ts';
import type { FactSource } from './sources.ts';

/** Everything about one control. */
export interface ControlBlock {
  anchor: string;
  id: string;
  title: string;
  level: string;
  publisher: string;
  decision: string;
  shape: Shape;
  status: string;
  limits: string | null;
  /** Rules of the control that this run does not have. */
  lost: string | null;
  facts: FactSource[];
  rules: ControlRule[];
  questions: { about: string; text: string; evidence: { fact: string; value: string; source: string }[] }[];
  hiddenQuestions: string | null;
  /** What the framework wants seen beside the question. */
  named: NamedFactView[];
  answers: AnswerView[];
  /** Answers that were given and do not count, with the reason. */
  lapsed: string[];
  /** A person has a part, and nobody answered. */
  unanswered: boolean;
}

const decisionWords: Readonly<Record<ResultControl['decision'], string>> = {
  decided: 'rules alone decide',
  assisted: 'rules help, a person concludes',
  attested: 'a person answers',
};

/** What the blocks of one edition share. */
export interface BlockContext {
  context: ViewContext;
  edition: Edition;
  dates: Dates;
  /** Outcomes by rule, and by control where a control has none. */
  outcomes: ReadonlyMap<string, Outcome[]>;
  sourceOf(kind: string, fact: string): string;
}

/** Outcomes by the rule or the control they are of. */
export function outcomesBySubject(context: ViewContext): Map<string, Outcome[]> {
  return Map.groupBy(context.result.outcomes, (outcome) => outcome.rule ?? outcome.control ?? '');
}

export function controlBlock(shared: BlockContext, control: ResultControl): ControlBlock {
  const { context, edition, outcomes } = shared;
  const { show } = context;
  const rules = control.rules.flatMap((id) => context.rule(id) ?? []);
  const lost = control.rules.filter((id) => context.rule(id) === undefined);
  const answers = answersOf(shared, control);
  const subjects = [`${edition.framework.id}:${control.id}`, ...control.rules];
  const own = subjects.flatMap((subject) => outcomes.get(subject) ?? []);
  const asked = own.flatMap((one) => questionsOf(shared, one));
  const ofControl =
    control.question === null || !asksStill(control, answers)
      ? []
      : [{ about: '', text: context.prose(control.question), evidence: [] }];
  const title = context.prose(control.title);
  // Where the framework asks nothing, the engine puts the title as the question; once is enough.
  const questions = (asked.length > 0 ? asked : ofControl).filter(({ text }) => text !== title);
  const shown = questions.slice(0, context.limits.reportRowsPerRule);
  return {
    anchor: controlAnchor(control.id),
    id: show(control.id),
    title,
    level: control.level.length === 0 ? '–' : control.level.join(' and '),
    publisher: control.assessment ?? '–',
    decision: decisionWords[control.decision],
    shape: controlShapes[control.status],
    status: controlWords[control.status],
    limits: control.limits === null ? null : context.prose(control.limits),
    lost: lost.length === 0 ? null : lost.map(show).join(', '),
    facts: factsOf(shared, rules),
    rules: rules.map((rule) => controlRule(context, outcomes.get(rule.id) ?? [], rule)),
    questions: shown,
    hiddenQuestions: shown.length === questions.length ? null : number(questions.length - shown.length),
    named: namedFacts(shared, control),
    answers,
    lapsed: lapsedOf(shared, own),
    unanswered: answers.length === 0 && (control.status === 'manual' || control.decision === 'attested'),
  };
}

/** Whether the framework's question has a bearing: rules that settle a control leave nothing to ask. */
function asksStill({ status, decision }: ResultControl, answers: readonly AnswerView[]): boolean {
  const open = status === 'manual' || status === 'incomplete' || status === 'evidence-only';
  return open || decision === 'attested' || answers.length > 0;
}

/** Fragment of a control's block. */
export function controlAnchor(id: string): string {
  return anchor('control', id);
}

function factsOf({ context, sourceOf }: BlockContext, rules: readonly ResultRule[]): FactSource[] {
  const named = new Map<string, FactSource>();
  for (const rule of rules) {
    for (const need of rule.needs) {
      const fact = `${rule.kind}.${need}`;
      named.set(fact, { fact: context.show(fact), source: context.show(sourceOf(rule.kind, need)) });
    }
  }
  return [...named.values()];
}

function questionsOf({ context, sourceOf }: BlockContext, outcome: Outcome): ControlBlock['questions'] {
  // The facts stay beside a question that was answered: they are what the answer was given for.
  if (outcome.status !== 'manual' && outcome.origin !== 'attestation') return [];
  return outcome.questions.map((question) => ({
    about: context.show(context.resource(outcome)?.name ?? ''),
    text: context.prose(question.text),
    evidence: question.evidence.map(({ fact, value }) => ({
      fact: context.show(fact),
      value: context.showValue(value),
      source: context.show(fact.startsWith('args.') ? 'said by the rule' : sourceOf(outcome.kind ?? '', fact)),
    })),
  }));
}

function lapsedOf({ context }: BlockContext, outcomes: readonly Outcome[]): string[] {
  const reasons = outcomes.flatMap((outcome) => outcome.reasons).filter(({ code }) => code === 'lapsed');
  return [...new Set(reasons.map(({ message }) => `${sentence(context.show(message))}.`))];
}
