import type { WaiverUse } from '../../engine/index.ts';
import { groupBy, type ViewContext } from './context.ts';
import type { Dates } from './dates.ts';
import { openGroups } from './open-checks.ts';
import { everyOf, listing, number, plural, sentence } from './words.ts';

/** Checks that were not made, by reason. */
export interface OpenView {
  groups: {
    heading: string;
    advice: string | null;
    messages: string;
    rows: { rule: string; title: string; times: string; about: string }[];
  }[];
  hidden: string | null;
}

export function openView(context: ViewContext): OpenView {
  let room = context.limits.reportRows;
  let hidden = 0;
  const groups = openGroups(context).map((group) => {
    const rules = groupBy(group.outcomes, (outcome) => outcome.rule ?? outcome.control ?? '').sort(
      (a, b) => context.ruleRank(a[0]!.rule) - context.ruleRank(b[0]!.rule),
    );
    const shown = rules.slice(0, room);
    room -= shown.length;
    hidden += rules.length - shown.length;
    const on = group.target === null ? '' : ` on ${context.targetName(group.target)}`;
    return {
      heading: `${plural(group.outcomes.length, 'check')}${on} ${group.words.phrase}`,
      advice: group.words.advice,
      messages: group.messages.length === 0 ? '' : `${sentence(listing(group.messages, 3))}.`,
      rows: shown.map((outcomes) => ({
        rule: context.show(outcomes[0]!.rule ?? outcomes[0]!.control ?? ''),
        title: context.prose(context.rule(outcomes[0]!.rule ?? '')?.title ?? ''),
        times: number(outcomes.length),
        about: about(context, outcomes),
      })),
    };
  });
  return { groups, hidden: hidden === 0 ? null : number(hidden) };
}

function about(context: ViewContext, outcomes: ReturnType<typeof openGroups>[number]['outcomes']): string {
  const names = outcomes.map((outcome) => context.resource(outcome)?.name ?? outcome.key);
  const known = [...new Set(names.filter((name) => name !== null))].map(context.show);
  return known.length === 0 ? everyOf(outcomes[0]!.kind) : listing(known, 5);
}

/** Questions for a person. */
export interface QuestionsView {
  rows: { about: string; title: string; text: string; evidence: { fact: string; value: string }[] }[];
  hidden: string | null;
}

export function questionsView(context: ViewContext): QuestionsView {
  const manual = context.result.outcomes.filter((outcome) => outcome.status === 'manual');
  const rows = manual.flatMap((outcome) =>
    outcome.questions.map((question) => ({
      about: context.show(outcome.control ?? outcome.rule ?? ''),
      title: context.show(context.resource(outcome)?.name ?? ''),
      text: context.prose(question.text),
      evidence: question.evidence.map(({ fact, value }) => ({
        fact: context.show(fact),
        value: context.showValue(value),
      })),
    })),
  );
  const shown = rows.slice(0, context.limits.reportRows);
  return { rows: shown, hidden: shown.length === rows.length ? null : number(rows.length - shown.length) };
}

export interface WaiverView {
  kind: string;
  rules: string[];
  reason: string;
  compensatingControl: string | null;
  requestedBy: string;
  approvedBy: string;
  expires: string;
  ticket: string;
  findings: string;
}

/** What was accepted, left out or loosened, and what people answered. */
export interface AcceptedView {
  waivers: { heading: string; empty: string; rows: WaiverView[] }[];
  tailoring: { what: string; rule: string; detail: string; reason: string; by: string; reviewBy: string }[];
  attestations: { control: string; answer: string; by: string; on: string; until: string }[];
  nothing: boolean;
}

export function acceptedView(context: ViewContext, dates: Dates): AcceptedView {
  const { waivers, tailoring, attestations } = context.result;
  const { show } = context;
  const section = (heading: string, empty: string, uses: readonly WaiverUse[]) => ({
    heading,
    empty,
    rows: uses.map((use) => waiverView(context, dates, use)),
  });
  return {
    waivers: [
      section('Waivers applied', 'No waiver was applied.', waivers.applied),
      section('Waivers that have expired', 'No waiver has expired.', waivers.expired),
      section('Waivers that matched nothing', 'Every waiver matched something.', waivers.unused),
    ],
    tailoring: tailoring.map((entry) => ({
      what: entry.what,
      rule: show(entry.rule),
      detail: show(entry.detail),
      reason: show(entry.reason ?? 'not stated'),
      by: show(entry.by ?? 'not stated'),
      reviewBy: entry.reviewBy === null ? 'not stated' : dates.day(entry.reviewBy),
    })),
    attestations: attestations.map((one) => ({
      control: show(one.control),
      answer: show(one.answer),
      by: show(one.by),
      on: dates.day(one.on),
      until: one.until === undefined ? 'not stated' : dates.day(one.until),
    })),
    nothing: waivers.applied.length + waivers.expired.length + waivers.unused.length + tailoring.length === 0,
  };
}

function waiverView({ show }: ViewContext, dates: Dates, use: WaiverUse): WaiverView {
  return {
    kind: use.kind.replaceAll('-', ' '),
    rules: use.rules.map(show),
    reason: show(use.reason),
    compensatingControl: use.compensatingControl === null ? null : show(use.compensatingControl),
    requestedBy: show(use.requestedBy),
    approvedBy: show(use.approvedBy),
    expires: dates.day(use.expires),
    ticket: show(use.ticket ?? 'not stated'),
    findings: number(use.findings),
  };
}
