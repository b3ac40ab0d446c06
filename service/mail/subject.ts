import type { Result } from '../../engine/index.ts';
import { headerText } from './address.ts';
import type { MailReport } from './contract.ts';
import { mailDates, number, plural } from './words.ts';

/**
 * `[entity/system] September 2026: 2 critical, 9 high, 3 targets not assessed`. What was not looked at is always said.
 * @param scoped name of the owner whose part this is; null: everything
 */
export function reportSubject(report: MailReport, result: Result, scoped: string | null): string {
  const { entity, system, timeZone } = report.settings;
  const names = [entity, system].flatMap((name) => (name === undefined ? [] : [headerText(name, 60)]));
  const place = names.length === 0 ? 'plimsoll' : names.join('/');
  const who = scoped === null ? '' : ` ${headerText(scoped, 60)},`;
  const period = headerText(report.period ?? mailDates(timeZone ?? result.timeZone).month(result.createdAt), 60);
  return headerText(`[${place}]${who} ${period}: ${countsInWords(result)}`);
}

/** `2 critical, 9 high, 3 targets not assessed`. */
export function countsInWords(result: Result): string {
  const { findings, complete } = result.summary;
  const failed = result.targets.filter((target) => target.status === 'failed').length;
  const counts = [`${number(findings.critical)} critical`, `${number(findings.high)} high`];
  if (failed > 0) counts.push(`${plural(failed, 'target')} not assessed`);
  else if (!complete) counts.push('incomplete');
  return counts.join(', ');
}
