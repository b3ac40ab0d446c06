import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import type { Outcome, Result, ResultResource } from '../../engine/index.ts';
import {
  type FinishedStoredRun,
  newRunId,
  openStore,
  postgresConnection,
  runSummary,
  type StoreContext,
  type StoreSettings,
} from '../../service/store/index.ts';
import { startPostgres } from '../support/postgres.ts';
import { sampleResult, sampleRun } from '../support/sample-result.ts';
import { round } from './measure.ts';

/** Rows in the store, in the stream that is measured, and open there. */
const rows = { all: 5_000_000, stream: 2_000_000, open: 50_000 };
const streams = 30;
const rulesEach = 5;
const boundSeconds = 10;
const clock = () => new Date('2026-11-24T00:00:00.000Z');

/** A run of a store that holds five million outcomes: preview, end and drift, on both stores. */
export async function benchStore(): Promise<object> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-bench-'));
  const server = await startPostgres(['-c', 'max_wal_size=4GB']);
  try {
    const context = { folder, environment: server.environment, clock };
    const postgres = { postgres: await server.database() };
    return {
      rows,
      boundSeconds,
      sqlite: await measure({}, context),
      postgres: await measure(postgres, context),
    };
  } finally {
    await server.stop();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function measure(settings: StoreSettings, context: StoreContext): Promise<object> {
  await (await openStore(settings, context)).close();
  const loadSeconds = await timed(() => load(settings, context));
  const store = await openStore(settings, context);
  try {
    const result = resultOf();
    const id = newRunId(clock());
    await store.runs.begin({ id, stream: 'stream 0', schedule: null, slotAt: null, startedAt: clock().toISOString() });
    const put = await store.artifacts.put(Buffer.from(JSON.stringify(result)));
    const end: FinishedStoredRun = {
      ...{ id, finishedAt: clock().toISOString(), record: sampleRun(), result, resultDigest: put.digest },
      ...{ summary: runSummary(result), artifacts: [{ name: 'result.json', kind: 'result', ...put }], deliveries: [] },
    };
    const previewSeconds = await timed(() => store.history.preview(end, 1000));
    const finishSeconds = await timed(() => store.runs.finish(end));
    const driftSeconds = await timed(() => store.history.drift(id, 1000));
    const { totals, known } = await store.history.drift(id, 1);
    return { loadSeconds, previewSeconds, finishSeconds, driftSeconds, totals, known };
  } finally {
    await store.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return round((performance.now() - started) / 1000);
}

/** Fills the tables past the store: rows are numbered, and the number is the fingerprint. */
async function load(settings: StoreSettings, context: StoreContext): Promise<void> {
  const { postgres } = settings;
  const hex = postgres === undefined ? "printf('%064x', n)" : "lpad(to_hex(n), 64, '0')";
  const others = `'stream ' || (1 + n % ${streams - 1})`;
  const stream = `case when n < ${rows.stream} then 'stream 0' else ${others} end`;
  const state = `case when n % ${rows.stream} < ${rows.open} then 'open' else 'fixed' end`;
  const container = `'a/container/c' || (n / ${rulesEach})`;
  const numbers =
    postgres === undefined
      ? `(with recursive s(n) as (select 0 union all select n + 1 from s where n + 1 < ${rows.all}) select n from s)`
      : `(select n from generate_series(0, ${rows.all - 1}) as n) as s`;
  const statements = [
    `insert into streams (name) select distinct ${stream} from ${numbers} where n % 1000 < 500 or n < 10`,
    `insert into findings select ${stream}, ${hex}, 'plimsoll/rule-' || (n % ${rulesEach}), 'high', 'container',
       ${container}, null, ${state}, 'first', '2026-01-01T00:00:00.000Z', 'last', '2026-11-23T00:00:00.000Z', null, 0
       from ${numbers}`,
    `insert into resources select 'stream 0', 'container', 'a/container/c' || n, 1
       from ${numbers} where n < ${rows.open / rulesEach}`,
  ];
  if (postgres === undefined) {
    const database = new DatabaseSync(path.join(context.folder, 'plimsoll-state', 'plimsoll.db'));
    for (const statement of statements) database.exec(statement);
    database.close();
    return;
  }
  const { default: pg } = await import('pg');
  const client = new pg.Client(await postgresConnection(postgres, context));
  await client.connect();
  await client.query(`set search_path = ${postgres.schema}`);
  for (const statement of statements) await client.query(statement);
  await client.query('analyze');
  await client.end();
}

/** As many open findings as before: one in fifty was fixed, one in fifty is new, one in a hundred came back. */
function resultOf(): Result {
  const sample = sampleResult();
  const containers = rows.open / rulesEach;
  const resources: ResultResource[] = [];
  const outcomes: Outcome[] = [];
  for (let container = 0; container < containers; container++) {
    const key = `a/container/c${container}`;
    resources.push({ kind: 'container', key, id: key, name: key, target: 1, labels: {} });
    for (let rule = 0; rule < rulesEach; rule++) {
      const number = container * rulesEach + rule;
      if (number % 50 === 7) continue;
      const row = number % 50 === 8 ? rows.all + number : number % 100 === 9 ? rows.open + number : number;
      const fingerprint = row.toString(16).padStart(64, '0');
      outcomes.push({
        ...{ rule: `plimsoll/rule-${rule}`, status: 'fail', origin: 'rego', kind: 'container', key, target: 1 },
        findings: [{ part: null, message: 'It is not in order.', location: null, evidence: [], fingerprint }],
        ...{ reasons: [], questions: [] },
      });
    }
  }
  const kinds = {
    container: { status: 'complete' as const, expected: containers, seen: containers, judged: containers },
  };
  return {
    ...sample,
    targets: [{ ...sample.targets[0]!, id: 1, name: 'a', status: 'collected', kinds }],
    rules: Array.from({ length: rulesEach }, (_, rule) => ({
      ...sample.rules[0]!,
      ...{ id: `plimsoll/rule-${rule}`, kind: 'container', severity: 'high' as const, counts: [] },
    })),
    ...{ resources, outcomes, frameworks: [] },
  };
}
