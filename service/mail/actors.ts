import { compareText, type Result, type ResultResource, type Severity } from '../../engine/index.ts';
import type { MailReport } from './contract.ts';
import { ownerMatcher, ownersOf } from './owners.ts';
import { shown } from './words.ts';

/** How many findings are whose. */
export interface ActorRow {
  owner: string;
  critical: number;
  high: number;
  others: number;
}

const nobody = 'no owner named';

/** Who must act: open findings by owner, the most severe first; what has no owner comes last and is never hidden. */
export function actorRows(result: Result, owners: MailReport['owners'] = []): ActorRow[] {
  const named = owners.map(({ name, match }) => ({ name, matches: ownerMatcher(match) }));
  const resources = new Map(result.resources.map((one) => [JSON.stringify([one.target, one.kind, one.key]), one]));
  const severityOf = new Map(result.rules.map((rule) => [rule.id, rule.severity]));
  const rows = new Map<string, ActorRow>();
  const known = new Map<ResultResource, string[]>();
  for (const outcome of result.outcomes) {
    const open = outcome.findings.filter((finding) => finding.waiver === undefined).length;
    const severity = severityOf.get(outcome.rule ?? '');
    if (open === 0 || severity === undefined) continue;
    const resource = resources.get(JSON.stringify([outcome.target, outcome.kind, outcome.key]));
    const found = resource === undefined ? [] : (known.get(resource) ?? ownersOf(named, resource));
    if (resource !== undefined) known.set(resource, found);
    for (const owner of found.length === 0 ? [nobody] : found) add(rows, owner, severity, open);
  }
  return [...rows.values()]
    .toSorted(
      (a, b) => rank(a) - rank(b) || b.critical - a.critical || b.high - a.high || compareText(a.owner, b.owner),
    )
    .map((row) => ({ ...row, owner: shown(row.owner, 80) }));
}

function rank({ owner }: ActorRow): number {
  return owner === nobody ? 1 : 0;
}

function add(rows: Map<string, ActorRow>, owner: string, severity: Severity, count: number): void {
  const row = rows.get(owner) ?? { owner, critical: 0, high: 0, others: 0 };
  rows.set(owner, row);
  if (severity === 'critical') row.critical += count;
  else if (severity === 'high') row.high += count;
  else row.others += count;
}
