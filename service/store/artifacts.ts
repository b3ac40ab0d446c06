import { sql } from 'kysely';
import { PlimsollError } from '../../engine/index.ts';
import type { Contents } from './contents.ts';
import type { Artifact, ArtifactStore } from './contract.ts';
import type { Database, Queries } from './tables.ts';

/** How long content may wait for the transaction that names it. */
const graceMilliseconds = 86_400_000;
const batch = 500;

type WithSweep = ArtifactStore & { sweep(): Promise<void> };

/** Artifacts: rows that name contents. */
export function createArtifacts(database: Database, contents: Contents, now: () => string): WithSweep {
  const { db } = database;
  return {
    put: (bytes) => contents.put(bytes),
    async open(digest) {
      const bytes = await contents.open(digest);
      if (bytes === null) throw new PlimsollError('not-found', `the store has no content ${digest}`);
      return bytes;
    },
    async list(run) {
      const rows = await db.selectFrom('artifacts').selectAll().where('run', '=', run).orderBy('name').execute();
      return rows.map(({ pruned_at, ...row }) => ({ ...row, prunedAt: pruned_at }));
    },
    prune: (olderThan, at) => prune(db, contents, olderThan, at),
    async sweep() {
      const before = new Date(new Date(now()).getTime() - graceMilliseconds).toISOString();
      await contents.sweep((digests) => liveDigests(db, digests), before);
    },
  };
}

/** Which of some digests a row names that was not pruned. */
async function liveDigests(db: Queries, digests: readonly string[]): Promise<Set<string>> {
  const live = new Set<string>();
  for (let start = 0; start < digests.length; start += batch) {
    const some = digests.slice(start, start + batch);
    for (const table of ['artifacts', 'deliveries'] as const) {
      const rows = await db
        .selectFrom(table)
        .select('digest')
        .where('digest', 'in', some)
        .where('pruned_at', 'is', null)
        .execute();
      for (const { digest } of rows) live.add(digest);
    }
  }
  return live;
}

async function prune(
  db: Queries,
  contents: Contents,
  olderThan: Partial<Record<Artifact['kind'], string>>,
  at: string,
): Promise<{ artifacts: number; bytes: number }> {
  const touched = new Set<string>();
  let artifacts = 0;
  // The rows first: content without a row is swept, a row without content would be a loss.
  await db.transaction().execute(async (transaction) => {
    for (const [kind, before] of Object.entries(olderThan) as [Artifact['kind'], string][]) {
      const free = transaction
        .selectFrom('runs')
        .select('id')
        .where('legal_hold', '=', 0)
        .where(sql<string>`coalesce(finished_at, started_at)`, '<', before)
        .where('state', '!=', 'running');
      const rows = await transaction
        .updateTable('artifacts')
        .set({ pruned_at: at })
        .where('kind', '=', kind)
        .where('pruned_at', 'is', null)
        .where('run', 'in', free)
        .returning('digest')
        .execute();
      artifacts += rows.length;
      for (const { digest } of rows) touched.add(digest);
      if (kind === 'mail') for (const digest of await pruneMails(transaction, before, at)) touched.add(digest);
    }
  });
  let bytes = 0;
  const digests = [...touched].sort();
  const live = await liveDigests(db, digests);
  for (const digest of digests) {
    if (live.has(digest)) continue;
    bytes += await sizeOf(db, digest);
    await contents.remove(digest);
  }
  return { artifacts, bytes };
}

/** Messages that were delivered or given up, also those that belong to no run. */
async function pruneMails(db: Queries, before: string, at: string): Promise<string[]> {
  const held = db.selectFrom('runs').select('id').where('legal_hold', '=', 1);
  const rows = await db
    .updateTable('deliveries')
    .set({ pruned_at: at })
    .where('pruned_at', 'is', null)
    .where('state', 'in', ['accepted', 'dead'])
    .where('created_at', '<', before)
    .where((each) => each.or([each('run', 'is', null), each('run', 'not in', held)]))
    .returning('digest')
    .execute();
  return rows.map(({ digest }) => digest);
}

/** Bytes of a content as its rows say; 0 where only a delivery named it. */
async function sizeOf(db: Queries, digest: string): Promise<number> {
  const row = await db.selectFrom('artifacts').select('bytes').where('digest', '=', digest).executeTakeFirst();
  return row?.bytes ?? 0;
}
