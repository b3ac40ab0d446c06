import type { TailoringEntry } from '../result/schema.ts';
import type { CatalogueRule, Profile, Severity } from './schema.ts';

/** A rule as this run uses it: the catalogue's entry with the severity in force. */
export interface ResolvedRule extends CatalogueRule {
  /** The catalogue's severity, where a profile changed it. */
  originalSeverity?: Severity;
  /** `<namespace>-<name>` of every bundle that brought this very rule, sorted. */
  bundles: string[];
  /** Index into the run's bundles: the one whose code is evaluated. */
  bundle: number;
}

/** A rule that the profile left out. */
export interface ExcludedRule {
  rule: string;
  reason: string;
  by: string | null;
  reviewBy: string | null;
}

/** What a run evaluates: the bundles' rules after the profile (docs: bundles.md, Profiles). */
export interface ResolvedRules {
  /** The profile in force, with its bases laid under it; null without one. */
  profile: Profile | null;
  /** All rules of the run, switched on or left out, sorted by id. */
  rules: ResolvedRule[];
  /** Ids of the rules that are switched on, sorted. */
  on: string[];
  /** The rules that are not, sorted by id. */
  excluded: ExcludedRule[];
  /** Every parameter in force: full rule id or namespace → name → value. */
  parameters: Record<string, Record<string, unknown>>;
  /** Every exclusion, changed severity and changed parameter, sorted by (what, rule, detail). */
  tailoring: TailoringEntry[];
}
