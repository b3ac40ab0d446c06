import type { ResultControl } from '../../../engine/index.ts';
import { number } from '../words.ts';
import type { BlockContext } from './controls.ts';

/** A fact beside the question of a control, as the snapshot has it. */
export interface NamedFactView {
  fact: string;
  source: string;
  /** `of` is the name of the resource; empty where only one has the fact. `missing` stands where it was not read. */
  values: { of: string; value: string; cut: boolean; missing: string | null }[];
  /** How many resources have it besides; null where all are shown. */
  more: string | null;
  /** The snapshot has no resource that could have it. */
  none: boolean;
}

/** Facts that the framework names beside a question, without those that its rules show with their own questions. */
export function namedFacts({ context, sourceOf }: BlockContext, control: ResultControl): NamedFactView[] {
  const shownByRules = new Set(
    control.rules.flatMap((id) => {
      const rule = context.rule(id);
      return rule?.needs.map((need) => `${rule.kind}.${need}`) ?? [];
    }),
  );
  const names = (control.evidence ?? []).filter((name) => !shownByRules.has(name));
  return names.flatMap((name) => {
    const found = context.result.facts?.find(({ fact }) => fact === name);
    if (found === undefined) return [];
    const single = found.resources.length + found.more === 1;
    const [kind = ''] = name.split('.');
    const values = found.resources.map(({ target, key, value, cut, missing }) => ({
      of: single ? '' : context.show(context.named(target, kind, key)),
      value:
        value === undefined ? '' : cut && typeof value === 'string' ? context.show(value) : context.showValue(value),
      cut: cut ?? false,
      missing: missing === undefined ? null : context.show(missing.replaceAll('-', ' ')),
    }));
    return [
      {
        fact: context.show(name),
        source: context.show(sourceOf(kind, name)),
        values,
        more: found.more === 0 ? null : number(found.more),
        none: values.length === 0,
      },
    ];
  });
}
