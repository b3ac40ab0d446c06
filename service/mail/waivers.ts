import { compareText, type Result, type WaiverUse } from '../../engine/index.ts';
import { type MailDates, plural, shown } from './words.ts';

const soonDays = 30;
const day = 24 * 60 * 60 * 1000;

/** Waivers of a result that end within 30 days of its time, and those that have ended, the earliest first. */
export function endingWaivers(result: Result): { waiver: WaiverUse; ended: boolean }[] {
  const limit = Date.parse(result.asOf ?? result.createdAt) + soonDays * day;
  const ending = result.waivers.applied.filter((waiver) => Date.parse(waiver.expires) <= limit);
  return [
    ...result.waivers.expired.map((waiver) => ({ waiver, ended: true })),
    ...ending.map((waiver) => ({ waiver, ended: false })),
  ].toSorted((a, b) => compareText(a.waiver.expires, b.waiver.expires) || a.waiver.index - b.waiver.index);
}

/** A sentence about each. */
export function waiverSentences(result: Result, dates: MailDates, rows: number): string[] {
  const all = endingWaivers(result);
  const sentences = all.slice(0, rows).map(({ waiver, ended }) => {
    const when = `${ended ? 'Ended' : 'Ends'} ${dates.day(waiver.expires)}`;
    const what = `${plural(waiver.findings, 'finding')} of ${waiver.rules.map((rule) => shown(rule, 80)).join(', ')}`;
    const ticket = waiver.ticket === null ? '' : `, ${shown(waiver.ticket, 40)}`;
    return `${when}: ${what}. Asked for by ${shown(waiver.requestedBy, 80)}${ticket}.`;
  });
  if (all.length > rows) sentences.push(`And ${plural(all.length - rows, 'more waiver')}.`);
  const refused = result.waivers.refused?.length ?? 0;
  if (refused > 0)
    sentences.push(`${plural(refused, 'waiver')} could not be used and ${refused === 1 ? 'was' : 'were'} left out.`);
  return sentences;
}
