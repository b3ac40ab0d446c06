import type { ResolvedRule } from '../bundle/resolved.ts';
import type { Merged } from './merge-parts.ts';
import type { Finding, Outcome, ResultResource, ResultTarget } from './schema.ts';
import type { Waiver } from './waivers.ts';

export interface WaiveContext {
  rules: ReadonlyMap<string, ResolvedRule>;
  merged: Merged;
  /** The instant (milliseconds) expiries of a target's findings are judged at. */
  instantOf(target: number | null): number;
  timeZone: string;
  days?: { usual: number; severe: number };
  unattended: boolean;
  /** Positions of the entries in their file, where some were left out when it was read. */
  positions?: readonly number[];
  /** Entries that were left out when the file was read. */
  refused?: readonly { index: number; reason: string }[];
}

/** A waiver made ready for a run, with what came of it. */
export interface Prepared {
  waiver: Waiver;
  /** Position in the file, from 0. */
  index: number;
  rules: ReadonlySet<string>;
  /** Milliseconds from which it no longer holds. */
  end: number;
  key: ((text: string) => boolean)[] | null;
  part: ((text: string) => boolean)[] | null;
  /** Findings it is named for. */
  applied: number;
  /** Findings it would have been named for, were it still valid. */
  expired: number;
}

/** Whether a finding is of a part that the waiver is for. */
export function matchesPart(each: Prepared, finding: Finding): boolean {
  const { part } = finding;
  return each.part === null || (part !== null && each.part.some((matches) => matches(part)));
}

/** Whether the resource of an outcome is one that the waiver is for. */
export function matchesOutcome(each: Prepared, outcome: Outcome, context: WaiveContext): boolean {
  const { labels, imageDigest } = each.waiver.match;
  const { key } = outcome;
  if (key === null) return false;
  if (each.key !== null && !each.key.some((matches) => matches(key))) return false;
  if (labels === undefined && imageDigest === undefined) return true;
  const resource = resourceOf(outcome, context.merged);
  if (imageDigest !== undefined && !digestsOf(outcome, resource).some((own) => [imageDigest].flat().includes(own))) {
    return false;
  }
  return Object.entries(labels ?? {}).every(([name, wanted]) => {
    const own = resource !== undefined && Object.hasOwn(resource.labels, name) ? resource.labels[name] : undefined;
    return own !== undefined && [wanted].flat().includes(own);
  });
}

function digestsOf(outcome: Outcome, resource: ResultResource | undefined): string[] {
  const own = outcome.imageDigest === undefined ? [] : [outcome.imageDigest];
  return outcome.kind === 'image' && resource !== undefined ? [...own, resource.id] : own;
}

function resourceOf(outcome: Outcome, merged: Merged): ResultResource | undefined {
  return merged.byKey.get(`${outcome.kind}\n${outcome.target}\n${outcome.key}`);
}

/** Whether the run looked at everything that a waiver is for, so that "unused" is true and not merely unseen. */
export function wasCovered(each: Prepared, outcomes: readonly Outcome[], context: WaiveContext): boolean {
  const rules = [...each.rules].flatMap((id) => context.rules.get(id) ?? []);
  const open = new Set(
    outcomes.flatMap(({ rule, target, status }) =>
      status === 'error' || status === 'not-evaluated' || status === 'excluded' ? [`${rule}\n${target}`] : [],
    ),
  );
  const covered = rules.map((rule) => {
    const targets = context.merged.targets.filter((target) => concerns(each, target));
    const having = targets.filter((target) => Object.hasOwn(target.kinds, rule.kind));
    if (having.length === 0) return false;
    return having.every(
      (target) => target.kinds[rule.kind]!.status === 'complete' && !open.has(`${rule.id}\n${target.id}`),
    );
  });
  return rules.length === each.rules.size && covered.every(Boolean);
}

/** Whether the key globs of a waiver can match anything of a target: keys begin with its name. */
function concerns(each: Prepared, target: ResultTarget): boolean {
  const globs = each.waiver.match.key;
  if (globs === undefined) return true;
  return [globs].flat().some((glob) => {
    const star = glob.indexOf('*');
    const start = star === -1 ? glob : glob.slice(0, star);
    const own = `${target.name}/`;
    return start.startsWith(own) || own.startsWith(start);
  });
}
