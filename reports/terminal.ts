import type { ReportInput } from './contract.ts';
import { findingRows } from './terminal/findings.ts';
import { clip, labelColumns, type Paint, pad, painter, width, wrap } from './terminal/layout.ts';
import { viewContext } from './view/context.ts';
import { type ReportView, viewModel } from './view/index.ts';
import {
  benchmarkLines,
  type FindingLine,
  findingLines,
  mannerLine,
  type TargetLine,
  targetLines,
} from './view/terminal.ts';
import { number, plural, severityCounts } from './view/words.ts';

export interface TerminalOptions {
  /** Width of the terminal in characters. */
  columns: number;
  colour: boolean;
  /** Folder of the files, as a person would type it; absent: none were written. */
  folder?: string;
  /** What collectors say would help, beyond what the result shows. */
  advice?: readonly string[];
}

/** The summary a run ends with on the terminal (cli.md, First run). Ends with a line feed. */
export function terminalSummary(input: ReportInput, options: TerminalOptions): string {
  const context = viewContext(input);
  const view = viewModel(input);
  const paint = painter(options.colour);
  const findings = findingLines(context);
  const { columns } = options;
  const blocks = [
    [headLine(view, input, mannerLine(context), columns), ...targets(targetLines(context), columns, paint)],
    incomplete(view, options, paint),
    [
      paint('bold', severityCounts(input.result.summary.findings, ['critical', 'high', 'medium', 'low'])).replaceAll(
        ', ',
        '  ',
      ),
      ...findingRows(findings, columns, paint),
    ],
    closing(view, input, findings, benchmarkLines(context), options, paint),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function headLine(view: ReportView, { result }: ReportInput, manner: string, columns: number): string {
  const [bundle, ...others] = result.inputs.bundles;
  const more = others.length === 0 ? '' : ` and ${plural(others.length, 'more')}`.replace('mores', 'more');
  const digest = bundle?.digest.slice(0, 'sha256:'.length + 4) ?? '';
  const judged = bundle === undefined ? 'no bundle' : `bundle ${bundle.id} ${bundle.version} ${digest}…${more}`;
  const parts = [`plimsoll ${view.version}`, judged, manner];
  const line = parts.join('   ');
  if (columns < 76) return parts.flatMap((part) => wrap(part, columns, 2)).join('\n');
  return width(line) <= columns ? line : `${parts.slice(0, 2).join('   ')}\n${parts[2]}`;
}

function targets(lines: readonly TargetLine[], columns: number, paint: Paint): string[] {
  const schemes = Math.max(labelColumns - 2, ...lines.map((line) => Math.min(width(line.scheme), 16)));
  const places = Math.min(Math.max(...lines.map((line) => width(line.place)), 0), Math.floor(columns * 0.42));
  return lines.map(({ scheme, place, remark, shape }) => {
    const room = columns - schemes - places - 4;
    const shown = clip(remark, room);
    return `${pad(scheme, schemes)}  ${pad(place, places)}  ${shape === 'pass' ? shown : paint('magenta', shown)}`;
  });
}

function incomplete(view: ReportView, options: TerminalOptions, paint: Paint): string[] {
  const { gap } = view;
  if (gap.complete && gap.open === 0) return [];
  const indent = 'INCOMPLETE  '.length;
  const said =
    gap.open === 0
      ? gap.heading.replace('Incomplete: ', '')
      : `${number(gap.open)} of ${number(gap.of)} checks not made: ${gap.summary}`;
  const [first, ...rest] = wrap(`INCOMPLETE  ${said}`, options.columns, indent);
  const root = gap.root === null ? [] : [`${gap.root.command}  makes ${number(gap.root.checks)} of them`];
  const heard = (options.advice ?? []).filter((line) => gap.root === null || !line.startsWith('sudo'));
  return [
    first!.replace('INCOMPLETE', paint(['bold', 'magenta'], 'INCOMPLETE')),
    ...rest,
    ...[...root, ...new Set(heard)].flatMap((line) =>
      wrap(line, options.columns - indent, 0).map((part) => ' '.repeat(indent) + part),
    ),
  ];
}

function closing(
  view: ReportView,
  { run }: ReportInput,
  findings: readonly FindingLine[],
  benchmarks: readonly string[][],
  options: TerminalOptions,
  paint: Paint,
): string[] {
  const row = (label: string, text: string) =>
    wrap(`${label.padEnd(labelColumns)}${text}`, options.columns, labelColumns).join('\n');
  const [action] = view.actions.all;
  const lines: string[] = [];
  if (action !== undefined) {
    const where = action.where === null ? '' : ` on ${action.where}`;
    lines.push(row('Do first', `${action.lead} ${action.name}${where} ${action.closesText}`));
  }
  lines.push(row('Score', `${view.figures.score} of ${number(view.gap.of)} checks (${view.figures.beside})`));
  for (const parts of benchmarks) {
    const line = parts.join('   ');
    lines.push(
      width(line) <= options.columns ? line : wrap(parts.join(', '), options.columns, labelColumns).join('\n'),
    );
  }
  const files = reportFiles(run?.files.map((file) => file.name) ?? []);
  if (options.folder !== undefined && files.length > 0)
    lines.push(row('Report', `${options.folder}/${files.join('  ')}`));
  const [first] = findings;
  if (first !== undefined) lines.push(row('Next', `plimsoll explain ${first.rule}`));
  if (run !== null)
    lines.push(paint('bold', wrap(exitLine(run.exitCode, run.exitReason), options.columns, labelColumns).join('\n')));
  return lines;
}

/** `report.html  .pdf  result.json`: the first form of a file whole, others by their extension. */
function reportFiles(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const rank = (name: string) => ['report.html', 'report.pdf'].indexOf(name) + 1 || names.length + 1;
  return [...names]
    .sort((a, b) => rank(a) - rank(b))
    .map((name) => {
      const dot = name.lastIndexOf('.');
      const stem = dot < 0 ? name : name.slice(0, dot);
      if (seen.has(stem)) return name.slice(dot);
      seen.add(stem);
      return name;
    });
}

function exitLine(code: number, reason: string): string {
  return reason.startsWith('exit ') ? reason : `exit ${code}: ${reason}`;
}
