import type { AnchorePolicy } from './schema.ts';

/** A rule of Anchore with today's names, since older bundles say black and white list. */
export interface AnchoreRule {
  id: string;
  gate: string;
  trigger: string;
  /** The trigger as the bundle names it. */
  written: string;
  action: 'STOP' | 'WARN' | 'GO';
  params: ReadonlyMap<string, string>;
}

/** How several values of one parameter come together. */
export type Merge = 'unite' | 'intersect' | 'least';

export interface Setting {
  /** Full rule id or namespace. */
  of: string;
  name: string;
  value: unknown[] | number;
  merge: Merge;
}

/** What becomes of a rule. */
export type Translation =
  | {
      kind: 'translated';
      rules: string[];
      settings: Setting[] /** What is judged otherwise; null: nothing. */;
      but: string | null;
    }
  | { kind: 'refused'; reason: string };

/** Rules, parameters, and what is not quite the same. */
export function translated(rules: string[], settings: Setting[] = [], but: string | null = null): Translation {
  return { kind: 'translated', rules: rules.map((rule) => `plimsoll/${rule}`), settings, but };
}

export function refused(reason: string): Translation {
  return { kind: 'refused', reason };
}

/** A parameter of a rule, or of the namespace where `rule` is null. */
export function setting(rule: string | null, name: string, value: unknown[] | number, merge: Merge): Setting {
  return { of: rule === null ? 'plimsoll' : `plimsoll/${rule}`, name, value, merge };
}

/** Rules of a policy with names as they are written today. */
export function rulesOf(policy: AnchorePolicy): AnchoreRule[] {
  return policy.rules.map(({ id, gate, trigger, action, params }) => ({
    id,
    gate: gate.toLowerCase(),
    trigger: renamed(trigger.toLowerCase()),
    written: trigger,
    action,
    params: new Map(
      params.map(({ name, value }) => {
        const text = String(value ?? '').trim();
        return [name.toLowerCase(), name.toLowerCase() === 'type' ? renamed(text.toLowerCase()) : text];
      }),
    ),
  }));
}

/** Words of a list in one parameter. */
export function wordsOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function renamed(name: string): string {
  return name
    .replace(/^blacklisted/, 'denylisted')
    .replace(/^(blacklist|denied)(?=$|_)/, 'denylist')
    .replace(/^(whitelist|allowed)(?=$|_)/, 'allowlist');
}
