import type { ReportInput } from '../../contract.ts';
import { anchor, type ViewContext, viewContext } from '../context.ts';
import { dates } from '../dates.ts';
import { type ReportView, viewModel } from '../index.ts';
import { type Segment, segments } from '../load-line.ts';
import { type AnswerRow, answerRows } from './answers.ts';
import { type BlockContext, type ControlBlock, controlBlock, outcomesBySubject } from './controls.ts';
import { chosenText, identityOf } from './cover.ts';
import { type DeltaView, deltaViews, type EditionRow, editionRow } from './delta.ts';
import { benchmarkFamilies, compareIds, type Family } from './editions.ts';
import { automatedShare, decidedShare, type StatusCount, shareText, statusCounts, toAnswer } from './shares.ts';
import { factSources } from './sources.ts';
import { noteOf, type SummaryRow, sectionsOf, summaryRow } from './summary.ts';

/** The report of one family of frameworks by its newest edition. */
export interface BenchmarkView {
  name: string;
  /** What the publisher's own automated controls are called: `CIS-automated`. */
  automatedWord: string;
  /** Which editions and other frameworks the result has besides; null where none. */
  chosen: string | null;
  automated: string;
  decided: string;
  toAnswer: string;
  note: string;
  bar: { id: string; title: string; description: string; segments: Segment[] };
  /** Statuses that some control has, as heads of columns. */
  columns: StatusCount[];
  rows: SummaryRow[];
  overall: SummaryRow;
  sections: { anchor: string; heading: string; controls: ControlBlock[] }[];
  editions: EditionRow[];
  deltas: DeltaView[];
  answers: AnswerRow[];
  hiddenAnswers: string | null;
}

export interface BenchmarkReport {
  family: string;
  view: ReportView & { benchmark: BenchmarkView };
}

/** One view for each family of frameworks that has a benchmark report. Pure; none where no framework is loaded. */
export function benchmarkReports(input: ReportInput): BenchmarkReport[] {
  const found = benchmarkFamilies(input.result.frameworks);
  if (found.length === 0) return [];
  const context = viewContext(input);
  const view = viewModel(input);
  return found.map((family) => {
    const benchmark = benchmarkView(context, family);
    const identity = identityOf(context, view, family, benchmark);
    const day = dates(input.settings.timeZone ?? input.result.timeZone, view.language).day(input.result.createdAt);
    const title = [identity.subject, `benchmark report ${benchmark.name}`, day].filter((part) => part !== null);
    // The answers of people have a table of their own here.
    const accepted = { ...view.accepted, attestations: [] };
    return { family: family.id, view: { ...view, title: title.join(' · '), identity, accepted, benchmark } };
  });
}

function benchmarkView(context: ViewContext, family: Family): BenchmarkView {
  const { newest, older } = family;
  const controls = newest.framework.controls.toSorted((a, b) => compareIds(a.id, b.id));
  const shared: BlockContext = {
    context,
    edition: newest,
    dates: dates(context.settings.timeZone ?? context.result.timeZone, 'en'),
    outcomes: outcomesBySubject(context),
    sourceOf: factSources(),
  };
  const counts = statusCounts(controls);
  const used = (row: SummaryRow) => ({ ...row, counts: row.counts.filter((_, at) => counts[at]!.count > 0) });
  const name = context.show(newest.name);
  const bar = segments(counts);
  const answers = answerRows(shared, controls);
  const shown = answers.slice(0, context.limits.reportRows);
  return {
    name,
    automatedWord: family.id.startsWith('cis-') ? 'CIS-automated' : 'Publisher: automated',
    chosen: chosenText(context, family),
    automated: shareText(automatedShare(controls)),
    decided: shareText(decidedShare(controls)),
    toAnswer: String(toAnswer(controls)),
    note: noteOf(controls),
    bar: {
      id: 'benchmark-bar',
      title: `Controls of ${name}`,
      description: bar.map((one) => `${one.countText} ${one.word}`).join(', '),
      segments: bar,
    },
    columns: counts.filter(({ count }) => count > 0),
    rows: sectionsOf(newest, controls).map(({ id, title, all }) => used(summaryRow(context, id, title, all, true))),
    overall: used(summaryRow(context, '', 'All sections', controls, false)),
    sections: sectionsOf(newest, controls)
      .filter(({ own }) => own.length > 0)
      .map(({ id, title, own }) => ({
        anchor: sectionAnchor(id),
        heading: context.show(`${id} ${title}`.trim()),
        controls: own.map((control) => controlBlock(shared, control)),
      })),
    editions: older.length === 0 ? [] : [newest, ...older].map((edition) => editionRow(context, edition)),
    deltas: deltaViews(context, newest, older),
    answers: shown,
    hiddenAnswers: shown.length === answers.length ? null : String(answers.length - shown.length),
  };
}

function sectionAnchor(id: string): string {
  return anchor('section', id === '' ? 'other' : id);
}
