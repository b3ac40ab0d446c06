import type { Severity } from '../../engine/index.ts';
import type { FindingLine } from '../view/terminal.ts';
import { plural } from '../view/words.ts';
import { clip, labelColumns, type Paint, pad, width } from './layout.ts';

/** Rules listed; the report has all. */
const rulesShown = 12;
const severityStyles: Readonly<Record<Severity, Parameters<Paint>[0]>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** Rules with violations in columns: severity, what was found, where, and the identifier to type next. */
export function findingRows(findings: readonly FindingLine[], columns: number, paint: Paint): string[] {
  const shown = findings.slice(0, rulesShown);
  const ids = Math.max(0, ...shown.map((line) => width(line.rule)));
  const room = columns - labelColumns - 4;
  // On a narrow terminal the identifier goes under the title, whole: it is what one types next.
  const beside = room - ids >= 52;
  const left = beside ? room - ids : room + 2;
  const longest = Math.max(0, ...shown.map((line) => width(line.what)));
  const titles = Math.min(longest, Math.floor(left * 0.62));
  const rows = shown.flatMap(({ severity, what, resources, rule }) => {
    const label = paint(severityStyles[severity], pad(severity.toUpperCase(), labelColumns));
    const names = fitNames(resources, left - titles - (beside ? 0 : 2));
    const line = `${label}${pad(what, titles)}  ${beside ? pad(names, left - titles) : names}`;
    return beside
      ? [`${line}  ${rule}`]
      : [line.trimEnd(), ' '.repeat(labelColumns) + paint('dim', clip(rule, columns - labelColumns))];
  });
  const hidden = findings.length - shown.length;
  return hidden > 0 ? [...rows, `… ${plural(hidden, 'more rule')} in the report`] : rows;
}

/** As many names as there is room for, then how many more. */
function fitNames(names: readonly string[], columns: number): string {
  // No line holds more names than half its columns.
  for (let shown = Math.min(names.length, Math.ceil(columns / 2)); shown > 0; shown -= 1) {
    const rest = names.length - shown;
    const text = rest === 0 ? names.join(', ') : `${names.slice(0, shown).join(', ')} +${rest}`;
    if (width(text) <= columns) return text;
  }
  return clip(names.length === 1 ? names[0]! : `${names[0] ?? ''} +${names.length - 1}`, columns);
}
