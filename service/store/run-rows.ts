import { PlimsollError } from '../../engine/index.ts';
import type { StoredRun } from './contract.ts';
import type { RunRow } from './tables.ts';

/** A run as everybody but the tables sees it. */
export function runOf(row: RunRow): StoredRun {
  return {
    ...{ id: row.id, stream: row.stream, schedule: row.schedule, slotAt: row.slot_at, state: row.state },
    ...{ startedAt: row.started_at, finishedAt: row.finished_at, exitCode: row.exit_code, exitReason: row.exit_reason },
    ...{ error: row.error, resultDigest: row.result_digest },
    summary: row.summary === null ? null : JSON.parse(row.summary),
    ...{ legalHold: row.legal_hold === 1, rerunOf: row.rerun_of },
  };
}

export function noRun(id: string): PlimsollError {
  return new PlimsollError('not-found', `the store has no run ${id}`, { next: 'See plimsoll runs list.' });
}
