import type { ResultControl } from '../../../engine/index.ts';
import type { BlockContext } from './controls.ts';

/** One answer of a person, as it is recorded. */
export interface AnswerView {
  answer: string;
  by: string;
  on: string;
  /** Last day it holds; null where the result does not say. */
  until: string | null;
  provider: string | null;
  /** What it is limited to; null: everything. */
  scope: string | null;
  /** Texts, and files with their digest. */
  evidence: { text: string; digest: string | null }[];
  /** It lapses when the facts it was given for change. */
  lapses: boolean;
}

/** What people answered about a control, or about a rule of it. */
export function answersOf({ context, edition, dates }: BlockContext, control: ResultControl): AnswerView[] {
  const { show } = context;
  const subjects = new Set([`${edition.framework.id}:${control.id}`, ...control.rules]);
  return context.result.attestations
    .filter((one) => subjects.has(one.control))
    .map((one) => ({
      answer: show(one.answer.replaceAll('-', ' ')),
      by: show(one.by),
      on: dates.day(one.on),
      until: one.until === undefined ? null : dates.day(one.until),
      provider: one.provider === undefined ? null : show(one.provider),
      scope: one.scope === undefined ? null : show(one.scope.join(', ')),
      evidence: (one.evidence ?? []).map(({ text, file, digest }) => ({
        text: show(text ?? file ?? ''),
        digest: digest === undefined ? null : show(digest),
      })),
      lapses: one.lapseOn !== undefined,
    }));
}
