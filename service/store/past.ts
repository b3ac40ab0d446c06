import { sql } from 'kysely';
import type { Result } from '../../engine/index.ts';
import type { Past } from './assess.ts';
import type { FindingHistory } from './contract.ts';
import type { FindingRow, Queries } from './tables.ts';

const batch = 500;
/** Written out: with parameters SQLite cannot tell that the index of open findings has them all. */
const openStates = [sql.lit('open' as const), sql.lit('waived' as const)];

/** Reads the history of a stream as far as a result touches it. */
export async function readPast(db: Queries, stream: string, result: Result): Promise<Past> {
  const open = await db
    .selectFrom('findings')
    .selectAll()
    .where('stream', '=', stream)
    .where('state', 'in', openStates)
    .execute();
  const findings = new Map(open.map((row) => [row.fingerprint, historyOf(row)]));
  const others = new Set<string>();
  for (const outcome of result.outcomes) {
    for (const { fingerprint } of outcome.findings) if (!findings.has(fingerprint)) others.add(fingerprint);
  }
  for (const row of await readFindings(db, stream, [...others])) findings.set(row.fingerprint, row);
  const resources = await db
    .selectFrom('resources')
    .select(['kind', 'key'])
    .where('stream', '=', stream)
    .where('present', '=', 1)
    .execute();
  return { findings, resources };
}

/** Histories of some fingerprints in a stream; those that are not there are left out. */
export async function readFindings(
  db: Queries,
  stream: string,
  fingerprints: readonly string[],
): Promise<FindingHistory[]> {
  const found: FindingHistory[] = [];
  for (let start = 0; start < fingerprints.length; start += batch) {
    const rows = await db
      .selectFrom('findings')
      .selectAll()
      .where('stream', '=', stream)
      .where('fingerprint', 'in', fingerprints.slice(start, start + batch))
      .execute();
    for (const row of rows) found.push(historyOf(row));
  }
  return found;
}

function historyOf(row: FindingRow): FindingHistory {
  const { stream, fingerprint, rule, severity, kind, key, part, state, reopened } = row;
  return {
    ...{ stream, fingerprint, rule, severity, kind, key, part, state },
    ...{ firstSeenRun: row.first_seen_run, firstSeenAt: row.first_seen_at },
    ...{ lastSeenRun: row.last_seen_run, lastSeenAt: row.last_seen_at, closedAt: row.closed_at, reopened },
  };
}
