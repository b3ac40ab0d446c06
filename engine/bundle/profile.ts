import { PlimsollError } from '../errors.ts';
import type { TailoringEntry } from '../result/schema.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import { layProfiles } from './layers.ts';
import { checkParameter, loosens } from './parameters.ts';
import type { ExcludedRule, ResolvedRule, ResolvedRules } from './resolved.ts';
import { type Declared, declaredParameters, uniteRules } from './rules.ts';
import { type Catalogue, type Profile, severities } from './schema.ts';

type ParameterEntry = NonNullable<Profile['parameters']>[number];
type Why = Pick<TailoringEntry, 'reason' | 'by' | 'reviewBy'>;

/**
 * What a run evaluates: the rules of all bundles, less what the profile leaves out, with the severities and parameters
 * in force, and the register of everything that was tailored.
 * Throws `bundle-conflict`, `profile-unknown`, `profile-invalid` (an unknown rule or parameter; an exclusion, lowered
 * severity or loosened parameter without `reason`, `by` and `reviewBy`) or `parameter-invalid`; the first one, with
 * the others of the profile beside it.
 *
 * @param given.profiles profiles that `extends` may name
 * @param given.parameters values laid over the profile's
 */
export function resolveProfile(given: {
  catalogues: readonly Catalogue[];
  profile?: Profile;
  profiles?: readonly Profile[];
  parameters?: readonly ParameterEntry[];
}): ResolvedRules {
  const profile = given.profile === undefined ? null : layProfiles(given.profile, given.profiles ?? []);
  const problems: PlimsollError[] = [];
  const note = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof PlimsollError)) throw thrown;
      problems.push(thrown);
    }
  };
  const rules = uniteRules(given.catalogues, profile?.prefer ?? {});
  const tailoring: TailoringEntry[] = [];
  const excluded = excludeRules(rules, profile, note);
  for (const { rule, reason, by, reviewBy } of excluded) {
    tailoring.push({ what: 'excluded', rule, detail: 'not evaluated', reason, by, reviewBy });
  }
  for (const entry of profile?.severities ?? []) note(() => tailoring.push(changeSeverity(rules, entry)));
  const declared = declaredParameters(given.catalogues, rules);
  const values = new Map(declared.map(({ of, name, parameter }) => [`${of} ${name}`, parameter.default]));
  for (const entry of [...(profile?.parameters ?? []), ...(given.parameters ?? [])]) {
    note(() => {
      const { of, name, value } = entry;
      const found = declared.find((each) => each.of === of && each.name === name);
      if (found === undefined) throw invalid(`parameters: ${of} has no parameter ${name}`);
      checkParameter(of, name, found.parameter, value);
      const why = whyOf(entry, loosens(found.parameter, value), `the parameter ${name} of ${of}`);
      values.set(`${of} ${name}`, value);
      if (canonicalJson(value) === canonicalJson(found.parameter.default)) return;
      const detail = `${name} = ${canonicalJson(value)} instead of ${canonicalJson(found.parameter.default)}`;
      tailoring.push({ what: 'parameter', rule: of, detail, ...why });
    });
  }
  const [first, ...others] = problems;
  if (first !== undefined) {
    throw new PlimsollError(first.code, first.message, { next: first.next, cause: first, others });
  }
  const off = new Set(excluded.map(({ rule }) => rule));
  return {
    profile,
    rules,
    on: rules.map(({ id }) => id).filter((id) => !off.has(id)),
    excluded,
    parameters: byOwner(declared, values),
    tailoring: tailoring.sort(byWhat),
  };
}

/** Values as rules read them. Names come from bundles, so no object is written by name: `__proto__` is one, too. */
function byOwner(declared: readonly Declared[], values: ReadonlyMap<string, unknown>): ResolvedRules['parameters'] {
  const owners = Map.groupBy(declared, ({ of }) => of);
  const entries = [...owners].map(([of, own]) => {
    return [of, Object.fromEntries(own.map(({ name }) => [name, values.get(`${of} ${name}`)]))];
  });
  return Object.fromEntries(entries) as ResolvedRules['parameters'];
}

function excludeRules(
  rules: readonly ResolvedRule[],
  profile: Profile | null,
  note: (work: () => void) => void,
): ExcludedRule[] {
  if (profile === null) return [];
  const ids = rules.map(({ id }) => id);
  const known = (where: string, pattern: string): void => {
    if (!ids.some((id) => matches(pattern, id))) throw invalid(`${where}: no loaded bundle has a rule ${pattern}`);
  };
  const { include, exclude = [] } = profile;
  for (const pattern of include ?? []) note(() => known('include', pattern));
  for (const entry of exclude) note(() => known('exclude', entry.rule));
  return ids.flatMap((rule): ExcludedRule[] => {
    // The narrowest pattern gives the reason: an id before a namespace before everything.
    const entries = exclude.filter((entry) => matches(entry.rule, rule));
    const entry = entries.sort((left, right) => right.rule.length - left.rule.length)[0];
    if (entry !== undefined) return [{ rule, reason: entry.reason, by: entry.by, reviewBy: entry.reviewBy }];
    if (include === undefined || include.some((pattern) => matches(pattern, rule))) return [];
    return [{ rule, reason: `The profile ${profile.profile} does not include it.`, by: null, reviewBy: null }];
  });
}

function changeSeverity(
  rules: readonly ResolvedRule[],
  entry: NonNullable<Profile['severities']>[number],
): TailoringEntry {
  const rule = rules.find(({ id }) => id === entry.rule);
  if (rule === undefined) throw invalid(`severities: no loaded bundle has a rule ${entry.rule}`);
  const before = rule.severity;
  const lowered = severities.indexOf(entry.severity) > severities.indexOf(before);
  const why = whyOf(entry, lowered, `the lowered severity of ${rule.id}`);
  if (entry.severity !== before) {
    rule.severity = entry.severity;
    rule.originalSeverity = before;
  }
  return { what: 'severity', rule: rule.id, detail: `${entry.severity} instead of ${before}`, ...why };
}

function whyOf(entry: Partial<Record<keyof Why, string | undefined>>, needed: boolean, what: string): Why {
  const { reason, by, reviewBy } = entry;
  if (needed && (reason === undefined || by === undefined || reviewBy === undefined)) {
    throw invalid(`${what} needs reason, by and reviewBy`);
  }
  return { reason: reason ?? null, by: by ?? null, reviewBy: reviewBy ?? null };
}

/** A rule pattern is an id, `namespace/*` or `*`. */
function matches(pattern: string, id: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('/*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
}

function byWhat(left: TailoringEntry, right: TailoringEntry): number {
  return (
    compareText(left.what, right.what) || compareText(left.rule, right.rule) || compareText(left.detail, right.detail)
  );
}

function invalid(why: string): PlimsollError {
  return new PlimsollError('profile-invalid', `The profile cannot be used: ${why}.`);
}
