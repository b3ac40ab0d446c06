import type { ResultControl } from '../../../engine/index.ts';
import { groupBy, type ViewContext } from '../context.ts';
import { controlShapes, controlWords, listing, plural, type Shape } from '../words.ts';
import { controlAnchor } from './controls.ts';
import type { Edition } from './editions.ts';
import { matchControls } from './match.ts';
import { automatedShare, decidedShare, type StatusCount, shareText, statusCounts, toAnswer } from './shares.ts';

/** A control that an edition has and another has not, or has under another number. */
export interface DeltaRow {
  was: string;
  is: string;
  /** Fragment of the block; null for a control that is gone. */
  anchor: string | null;
  title: string;
  change: string;
  shape: Shape;
  status: string;
}

/** Counts of this result under one edition. */
export interface EditionRow {
  name: string;
  controls: string;
  automated: string;
  decided: string;
  toAnswer: string;
  counts: StatusCount[];
}

/** What the newest edition changed against one older edition of the family. */
export interface DeltaView {
  id: string;
  heading: string;
  summary: string;
  /** What the change does to the counts of this result. */
  effect: string;
  rows: DeltaRow[];
}

/** One edition's counts, for the table that puts editions side by side. */
export function editionRow({ show }: ViewContext, { framework, name }: Edition): EditionRow {
  const { controls } = framework;
  return {
    name: show(name),
    controls: String(controls.length),
    automated: shareText(automatedShare(controls)),
    decided: shareText(decidedShare(controls)),
    toAnswer: String(toAnswer(controls)),
    counts: statusCounts(controls),
  };
}

/** What the newest edition changed, once for older editions that differ from it in the same way. */
export function deltaViews(context: ViewContext, newest: Edition, older: readonly Edition[]): DeltaView[] {
  const each = older.map((edition) => ({
    name: context.show(edition.name),
    view: deltaView(context, newest, edition),
  }));
  const groups = groupBy(each, ({ view: { summary, effect, rows } }) => JSON.stringify([summary, effect, rows]));
  return groups.map((group) => ({
    ...group[0]!.view,
    heading: `Against ${listing(
      group.map(({ name }) => name),
      group.length,
    )}`,
  }));
}

function deltaView(context: ViewContext, newest: Edition, older: Edition): Omit<DeltaView, 'heading'> {
  const { show } = context;
  const { pairs, added, gone } = matchControls(older.framework.controls, newest.framework.controls);
  const moved = pairs.filter(([was, is]) => was.id !== is.id);
  const changed = pairs.filter(([was, is]) => changesOf(was, is).length > 0 && was.id === is.id);
  const row = (was: ResultControl | null, is: ResultControl | null, change: string): DeltaRow => {
    const control = (is ?? was)!;
    return {
      was: was === null ? '–' : show(was.id),
      is: is === null ? '–' : show(is.id),
      anchor: is === null ? null : controlAnchor(is.id),
      title: context.prose(control.title),
      change,
      shape: controlShapes[control.status],
      status: controlWords[control.status],
    };
  };
  const rows = [
    ...added.map((control) => row(null, control, 'new')),
    ...gone.map((control) => row(control, null, 'gone')),
    ...moved.map(([was, is]) => row(was, is, ['other number', ...changesOf(was, is)].join('; '))),
    ...changed.map(([was, is]) => row(was, is, changesOf(was, is).join('; '))),
  ];
  return {
    id: `delta-${controlAnchor(older.framework.id)}`,
    summary: `${plural(added.length, 'new control')}, ${gone.length} gone, ${moved.length} under another number, ${changed.length} otherwise changed; ${pairs.length - moved.length - changed.length} as they were.`,
    effect: effectOf(older.framework.controls, newest.framework.controls),
    rows,
  };
}

/** What the publisher changed about a control, apart from its number; a status that is not known has not changed. */
function changesOf(was: ResultControl, is: ResultControl): string[] {
  const levels = [was, is].map((control) => control.level.join(' and ') || '–');
  const said = [was, is].map((control) => control.assessment);
  const known = said.every((status) => status !== null);
  return [
    ...(levels[0] === levels[1] ? [] : [`level ${levels[0]} → ${levels[1]}`]),
    ...(!known || said[0] === said[1] ? [] : [`${said[0]} → ${said[1]}`]),
  ];
}

function effectOf(was: readonly ResultControl[], is: readonly ResultControl[]): string {
  const before = statusCounts(was);
  const parts = statusCounts(is).flatMap(({ word, count }, index) => {
    const more = count - before[index]!.count;
    return more === 0 ? [] : [`${word} ${more > 0 ? '+' : '−'}${Math.abs(more)}`];
  });
  return parts.length === 0 ? 'The counts of this result are the same under both.' : `${parts.join(', ')}.`;
}
