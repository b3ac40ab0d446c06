import { type Severity, severities } from '../../engine/index.ts';
import type { ViewContext } from './context.ts';
import { checksCounted } from './gaps.ts';
import { type LoadLineView, loadLineView } from './load-line.ts';
import { number, percent, plural, severityCounts } from './words.ts';

/** Counts, the score with its range, and what stands beside it. */
export interface FiguresView {
  tiles: { severity: Severity; count: number; text: string }[];
  score: string;
  /** Sentence under the score. */
  scoreNote: string;
  /** The score without accepted findings; null where none were accepted. */
  adjusted: string | null;
  loadLine: LoadLineView;
  /** What stands apart: manual, accepted, excluded, not applicable. */
  apart: string;
  /** The same for the terminal: `4 more are yours to decide, 0 waived, 0 excluded`. */
  beside: string;
}

export function figuresView(context: ViewContext): FiguresView {
  const { summary } = context.result;
  const { counts, findings } = summary;
  const of = checksCounted(context);
  const open = counts.error + counts['not-evaluated'];
  return {
    tiles: severities
      .filter((severity) => severity !== 'info' || findings.info > 0)
      .map((severity) => ({ severity, count: findings[severity], text: number(findings[severity]) })),
    score: percent(summary.strict),
    scoreNote: scoreNote(of, open),
    adjusted:
      counts.waived === 0
        ? null
        : `${percent(summary.adjusted)} with ${plural(counts.waived, 'accepted check')} left out`,
    loadLine: loadLineView({ pass: counts.pass, open, waived: counts.waived, fail: counts.fail }),
    apart: apart(context),
    beside: `${number(counts.manual)} more ${counts.manual === 1 ? 'is' : 'are'} yours to decide, ${number(counts.waived)} waived, ${number(counts.excluded)} excluded`,
  };
}

function scoreNote(of: number, open: number): string {
  if (of === 0) return 'nothing was judged, so there is no score';
  const range = open === 0 ? '' : ' (lowest if every check not made fails, highest if it holds)';
  return `of ${plural(of, 'check')} ${of === 1 ? 'holds' : 'hold'}${range}`;
}

function apart({ result }: ViewContext): string {
  const { counts, findings } = result.summary;
  const decide = `${plural(counts.manual, 'question')} ${counts.manual === 1 ? 'is' : 'are'} a person's to decide and ${counts.manual === 1 ? 'stands' : 'stand'} apart.`;
  const accepted = `${number(counts.waived)} accepted, ${number(counts.excluded)} excluded, ${number(counts['not-applicable'])} not applicable.`;
  return `Beside this score: ${severityCounts(findings, ['critical', 'high'])}. ${decide} ${accepted}`;
}
