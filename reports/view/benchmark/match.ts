import type { ResultControl } from '../../../engine/index.ts';
import { compareIds } from './editions.ts';

/** Controls of two editions: those that are in both, and those that only one has. */
interface Matched {
  pairs: [was: ResultControl, is: ResultControl][];
  added: ResultControl[];
  gone: ResultControl[];
}

/**
 * Which control of one edition is which of another. A number says nothing, since editions shift them: the same rules
 * make the same control, then the same title. In a group of several, equal numbers go first and the rest in order.
 */
export function matchControls(was: readonly ResultControl[], is: readonly ResultControl[]): Matched {
  const pairs: Matched['pairs'] = [];
  let [before, after] = [inOrder(was), inOrder(is)];
  for (const markOf of [byRulesAndTitle, byRules, byTitle]) {
    const found = pairsBy(before, after, markOf);
    const taken = new Set(found.flat());
    pairs.push(...found);
    [before, after] = [before, after].map((side) => side.filter((control) => !taken.has(control))) as [
      ResultControl[],
      ResultControl[],
    ];
  }
  pairs.sort((a, b) => compareIds(a[1].id, b[1].id));
  return { pairs, added: after, gone: before };
}

function pairsBy(
  was: readonly ResultControl[],
  is: readonly ResultControl[],
  markOf: (control: ResultControl) => string | null,
): Matched['pairs'] {
  const waiting = Map.groupBy(was, markOf);
  const same = (control: ResultControl) => waiting.get(markOf(control))?.find((one) => one.id === control.id);
  const first = is.toSorted((a, b) => Number(same(a) === undefined) - Number(same(b) === undefined));
  return first.flatMap((control): Matched['pairs'] => {
    const group = markOf(control) === null ? undefined : waiting.get(markOf(control));
    const found = group?.find((one) => one.id === control.id) ?? group?.[0];
    if (group === undefined || found === undefined) return [];
    group.splice(group.indexOf(found), 1);
    return [[found, control]];
  });
}

function byRules(control: ResultControl): string | null {
  return control.rules.length === 0 ? null : control.rules.toSorted().join(' ');
}

function byTitle(control: ResultControl): string {
  return control.title.toLowerCase().trim();
}

function byRulesAndTitle(control: ResultControl): string | null {
  const rules = byRules(control);
  return rules === null ? null : `${rules}\n${byTitle(control)}`;
}

function inOrder(controls: readonly ResultControl[]): ResultControl[] {
  return controls.toSorted((a, b) => compareIds(a.id, b.id));
}
