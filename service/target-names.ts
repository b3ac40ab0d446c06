import type { CollectSummary, Target } from '../collectors/index.ts';
import type { Problem } from '../engine/index.ts';

/** A target that was collected, with what tells its machine apart: the id of its host or engine; null: neither was seen. */
export interface NamedTarget {
  target: Target;
  summary: CollectSummary;
  identity: string | null;
}

/**
 * Gives every target its name in the snapshot. Two targets may share one, a host and its engine do; but where two of
 * one name brought resources of the same kind, keys could not tell their machines apart: then each gets the first
 * characters of its machine's id behind its name, whatever the order of the targets, and a problem says so.
 */
export function nameTargets(collected: readonly NamedTarget[]): { name: string; problems: Problem[] }[] {
  return collected.map((each) => {
    const name = each.summary.name;
    const rivals = collected.filter((other) => other !== each && other.summary.name === name && shareKind(each, other));
    if (rivals.length === 0) return { name, problems: [] };
    const own = suffixOf(each);
    const repeated = rivals.some((rival) => suffixOf(rival) === own);
    const told = repeated ? `${name}~${own}~${each.target.id}` : `${name}~${own}`;
    const uris = rivals.map((rival) => rival.target.uri).join(', ');
    const message = `${each.target.uri} and ${uris} are both named ${name}; this one is ${told}. Give them names under targets: in plimsoll.yaml.`;
    return { name: told, problems: [{ code: 'target-name-repeated', message, subject: each.target.uri }] };
  });
}

function shareKind(one: NamedTarget, other: NamedTarget): boolean {
  return Object.entries(one.summary.kinds).some(
    ([kind, coverage]) =>
      coverage.seen > 0 && (other.summary.kinds[kind as keyof CollectSummary['kinds']]?.seen ?? 0) > 0,
  );
}

function suffixOf({ identity, target }: NamedTarget): string {
  const readable = identity?.replace(/[^A-Za-z0-9]/g, '').slice(0, 8) ?? '';
  return readable === '' ? String(target.id) : readable;
}
