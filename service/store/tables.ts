/** The tables as queries see them; migrations/ makes them. Times are text that sorts by time, switches are 0 or 1. */
import type { Generated, Kysely, Transaction } from 'kysely';
import type { Artifact, Delivery, FindingHistory, RunState, Slot, StoredJob } from './contract.ts';

export interface Tables {
  streams: { name: string; latest_run: string | null };
  runs: RunRow;
  artifacts: {
    run: string;
    name: string;
    kind: Artifact['kind'];
    digest: string;
    bytes: number;
    pruned_at: string | null;
  };
  findings: FindingRow;
  resources: { stream: string; kind: string; key: string; present: number };
  /** What changed in a run, as it was then: worst first by `position`; `entry` is JSON. */
  changes: { run: string; change: string; position: number; entry: string };
  slots: SlotRow;
  schedules: {
    name: string;
    adopted_at: string | null;
    paused: number;
    paused_by: string | null;
    paused_at: string | null;
  };
  deliveries: DeliveryRow;
  jobs: JobRow;
  audit: { number: Generated<number>; at: string; who: string; action: string; subject: string; detail: string };
  /** PostgreSQL only: what the folder of artifacts is beside SQLite. */
  contents: { id: string; digest: string; bytes: number; touched_at: string };
  chunks: { content: string; number: number; data: Uint8Array };
}

export interface RunRow {
  id: string;
  stream: string;
  schedule: string | null;
  slot_at: string | null;
  state: RunState;
  started_at: string;
  finished_at: string | null;
  exit_code: number | null;
  exit_reason: string | null;
  error: string | null;
  result_digest: string | null;
  summary: string | null;
  record: string | null;
  /** The part of its drift that is no list, as JSON. */
  drift: string | null;
  legal_hold: number;
  rerun_of: string | null;
}

export interface FindingRow {
  stream: string;
  fingerprint: string;
  rule: string;
  severity: FindingHistory['severity'];
  kind: string;
  key: string;
  part: string | null;
  state: FindingHistory['state'];
  first_seen_run: string;
  first_seen_at: string;
  last_seen_run: string;
  last_seen_at: string;
  closed_at: string | null;
  reopened: number;
}

export interface SlotRow {
  schedule: string;
  at: string;
  state: Slot['state'];
  reason: string | null;
  run: string | null;
  claimed_by: string;
  claimed_at: string;
}

export interface DeliveryRow {
  id: string;
  run: string | null;
  channel: Delivery['channel'];
  recipient: string;
  purpose: string;
  message_id: string;
  subject: string;
  digest: string;
  state: Delivery['state'];
  attempts: number;
  next_attempt_at: string | null;
  lease_until: string | null;
  created_at: string;
  accepted_at: string | null;
  answer: string | null;
  pruned_at: string | null;
}

export interface JobRow {
  id: string;
  kind: string;
  key: string | null;
  payload: string;
  state: StoredJob['state'];
  attempts: number;
  run_after: string;
  lease_until: string | null;
  worker: string | null;
  error: string | null;
}

export type Engine = 'sqlite' | 'postgres';

/** A database or a transaction in it, with what differs between the two. */
export interface Database {
  engine: Engine;
  db: Kysely<Tables>;
}

export type Queries = Kysely<Tables> | Transaction<Tables>;
