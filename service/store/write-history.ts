import { type Assessed, findingChanges, type Moment, type ResourceName, resourceChanges } from './assess.ts';
import type { FindingHistory } from './contract.ts';
import type { FindingRow, Queries, Tables } from './tables.ts';

/** Rows of one statement: SQLite takes 32,766 values in one. */
const batch = 500;

/** Writes what a result does to the history of its stream, and what changed as it was then. */
export async function writeHistory(db: Queries, assessed: Assessed, moment: Moment): Promise<void> {
  await writeFindings(db, assessed.written);
  const { seen } = assessed;
  for (let start = 0; start < seen.length; start += batch) {
    await db
      .updateTable('findings')
      .set({ last_seen_run: moment.run, last_seen_at: moment.at })
      .where('stream', '=', moment.stream)
      .where('fingerprint', 'in', seen.slice(start, start + batch))
      .execute();
  }
  await writeResources(db, moment.stream, assessed.appeared, 1);
  await writeResources(db, moment.stream, assessed.disappeared, 0);
  for (const change of findingChanges) await writeChanges(db, moment.run, change, assessed.changes[change]);
  for (const change of resourceChanges) await writeChanges(db, moment.run, change, assessed[change]);
}

async function writeFindings(db: Queries, histories: readonly FindingHistory[]): Promise<void> {
  const values = histories.map(rowOf);
  for (let start = 0; start < values.length; start += batch) {
    await db
      .insertInto('findings')
      .values(values.slice(start, start + batch))
      .onConflict((conflict) =>
        conflict.columns(['stream', 'fingerprint']).doUpdateSet((row) => ({
          severity: row.ref('excluded.severity'),
          state: row.ref('excluded.state'),
          last_seen_run: row.ref('excluded.last_seen_run'),
          last_seen_at: row.ref('excluded.last_seen_at'),
          closed_at: row.ref('excluded.closed_at'),
          reopened: row.ref('excluded.reopened'),
        })),
      )
      .execute();
  }
}

function rowOf(history: FindingHistory): FindingRow {
  const { stream, fingerprint, rule, severity, kind, key, part, state, reopened } = history;
  return {
    ...{ stream, fingerprint, rule, severity, kind, key, part, state },
    ...{ first_seen_run: history.firstSeenRun, first_seen_at: history.firstSeenAt },
    ...{ last_seen_run: history.lastSeenRun, last_seen_at: history.lastSeenAt },
    ...{ closed_at: history.closedAt, reopened },
  };
}

async function writeResources(
  db: Queries,
  stream: string,
  names: readonly ResourceName[],
  present: 0 | 1,
): Promise<void> {
  const values = names.map((name) => ({ stream, kind: name.kind, key: name.key, present }));
  for (let start = 0; start < values.length; start += batch) {
    await db
      .insertInto('resources')
      .values(values.slice(start, start + batch))
      .onConflict((conflict) => conflict.columns(['stream', 'kind', 'key']).doUpdateSet({ present }))
      .execute();
  }
}

async function writeChanges(db: Queries, run: string, change: string, entries: readonly object[]): Promise<void> {
  const values: Tables['changes'][] = entries.map((entry, position) => {
    return { run, change, position, entry: JSON.stringify(entry) };
  });
  for (let start = 0; start < values.length; start += batch) {
    await db
      .insertInto('changes')
      .values(values.slice(start, start + batch))
      .execute();
  }
}
