import type { Outcome, ResultControl, ResultRule } from '../../../engine/index.ts';
import { anchor, type ViewContext } from '../context.ts';
import type { Dates } from '../dates.ts';
import { controlShapes, controlWords, number, type Shape } from '../words.ts';
import type { Edition } from './editions.ts';
import { type ControlRule, controlRule } from './rules.ts';
import type { FactSource } from './sources.ts';

/** One answer of a person, as it is recorded. */
export interface AnswerView {
  answer: string;
  by: string;
  on: string;
}

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
  answers: AnswerView[];
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
  const asked = subjects.flatMap((subject) => outcomes.get(subject) ?? []).flatMap((one) => questionsOf(shared, one));
  const own =
    control.question === null || !asksStill(control, answers)
      ? []
      : [{ about: '', text: context.prose(control.question), evidence: [] }];
  const title = context.prose(control.title);
  // Where the framework asks nothing, the engine puts the title as the question; once is enough.
  const questions = (asked.length > 0 ? asked : own).filter(({ text }) => text !== title);
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
    answers,
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

/** What people answered about a control, or about a rule of it. */
export function answersOf({ context, edition, dates }: BlockContext, control: ResultControl): AnswerView[] {
  const subjects = new Set([`${edition.framework.id}:${control.id}`, ...control.rules]);
  return context.result.attestations
    .filter((one) => subjects.has(one.control))
    .map((one) => ({
      answer: context.show(one.answer.replaceAll('-', ' ')),
      by: context.show(one.by),
      on: dates.day(one.on),
    }));
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
  if (outcome.status !== 'manual') return [];
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
