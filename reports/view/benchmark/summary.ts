import type { ResultControl } from '../../../engine/index.ts';
import type { ViewContext } from '../context.ts';
import { plural } from '../words.ts';
import { controlAnchor } from './controls.ts';
import { compareIds, type Edition } from './editions.ts';
import { attestedShare, automatedShare, decidedShare, type StatusCount, shareText, statusCounts } from './shares.ts';

/** One section, or all of them, in the summary. */
export interface SummaryRow {
  id: string;
  title: string;
  /** Part of the section above it, whose counts include these. */
  nested: boolean;
  /** Fragment of its blocks; null for the row of all. */
  anchor: string | null;
  automated: string;
  decided: string;
  answered: string;
  counts: StatusCount[];
}

/** A section with its own controls, and with those of the sections below it too. */
export interface Section {
  id: string;
  title: string;
  own: ResultControl[];
  all: ResultControl[];
}

/** Sections in the order of their numbers, with their own controls and those of sections below them. */
export function sectionsOf({ framework }: Edition, controls: readonly ResultControl[]): Section[] {
  const known = framework.sections.toSorted((a, b) => compareIds(a.id, b.id));
  const ids = new Set(known.map(({ id }) => id));
  const loose = controls.filter(({ section }) => section === null || !ids.has(section));
  const isIn = (section: string | null, id: string) =>
    section !== null && (section === id || section.startsWith(`${id}.`) || section.startsWith(`${id}-`));
  const named = known.map(({ id, title }) => ({
    id,
    title,
    own: controls.filter(({ section }) => section === id),
    all: controls.filter(({ section }) => isIn(section, id)),
  }));
  const rest = { id: '', title: known.length === 0 ? 'All controls' : 'Other controls', own: loose, all: loose };
  return [...named, rest].filter(({ all }) => all.length > 0);
}

/** Counts of some controls; `linked` leads to the first of them. */
export function summaryRow(
  { show }: ViewContext,
  id: string,
  title: string,
  controls: readonly ResultControl[],
  linked: boolean,
): SummaryRow {
  const first = controls[0];
  return {
    id: show(id),
    title: show(title),
    nested: /[.-]/.test(id),
    anchor: !linked || first === undefined ? null : controlAnchor(first.id),
    automated: shareText(automatedShare(controls)),
    decided: shareText(decidedShare(controls)),
    answered: shareText(attestedShare(controls)),
    counts: statusCounts(controls),
  };
}

/** How many controls there are, and how many of them count in no share. */
export function noteOf(controls: readonly ResultControl[]): string {
  const aside = controls.filter(({ status }) => status === 'not-applicable' || status === 'excluded').length;
  const open = controls.filter(({ status }) => status === 'incomplete').length;
  const looked = open === 0 ? '' : ` ${plural(open, 'control')} could not be fully checked.`;
  const left = aside === 0 ? '' : ` ${plural(aside, 'control')} that do not apply or are excluded count in no share.`;
  return `${plural(controls.length, 'control')} in all.${looked}${left}`.replace(
    '1 control that do not apply or are excluded count',
    '1 control that does not apply or is excluded counts',
  );
}
