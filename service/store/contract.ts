/**
 * Glossary: a **run** is one execution of collect, evaluate, report, deliver; a **stream** is the line of runs that can
 * be compared with one another (a schedule, or a name given by hand); a **slot** is one time at which a schedule is due;
 * a **job** is one piece of work that some worker does; a **delivery** is one report on its way to one recipient.
 *
 * Times are RFC 3339 in UTC with milliseconds. Every method is one transaction: it has happened whole or not at all.
 * Errors are `store-failed` (disk, rights, lock, server), `store-corrupt`, `store-version` and `not-found`.
 */
import type { Result, RunRecord, Severity } from '../../engine/index.ts';

export type RunState = 'running' | 'finished' | 'failed' | 'cancelled';

/** One run, as lists show it. */
export interface StoredRun {
  /** Sortable by time: UUID version 7. */
  id: string;
  stream: string;
  /** Name of the schedule; null: started by hand. */
  schedule: string | null;
  /** Unjittered time of its slot; null: started by hand. */
  slotAt: string | null;
  state: RunState;
  startedAt: string;
  finishedAt: string | null;
  exitCode: number | null;
  exitReason: string | null;
  /** Why it failed; null: it did not. */
  error: string | null;
  /** Digest of result.json; null: none yet. */
  resultDigest: string | null;
  /** Counts for lists, subjects of mails and metrics: from `summarize` of the engine, and how many targets were not assessed. */
  summary: RunSummary | null;
  legalHold: boolean;
  /** Run whose snapshot was judged again; null: it was collected for this run. */
  rerunOf: string | null;
}

/** Made by `runSummary(result)`. */
export interface RunSummary {
  critical: number;
  high: number;
  medium: number;
  low: number;
  info: number;
  targets: number;
  targetsNotAssessed: number;
  notEvaluated: number;
  waived: number;
  /** Digests of everything that decides a result, so that a change of rules is told from a change of systems. */
  inputs: Record<string, string>;
}

/** A file of a run, kept by its digest. */
export interface Artifact {
  run: string;
  name: string;
  kind: 'result' | 'report' | 'snapshot' | 'log' | 'run' | 'mail';
  digest: string;
  bytes: number;
  /** Null: still there; else when retention removed it (the row stays). */
  prunedAt: string | null;
}

export type FindingState = 'open' | 'waived' | 'fixed' | 'gone';

/** The history of one finding in one stream. */
export interface FindingHistory {
  stream: string;
  fingerprint: string;
  rule: string;
  severity: Severity;
  kind: string;
  key: string;
  part: string | null;
  state: FindingState;
  firstSeenRun: string;
  firstSeenAt: string;
  lastSeenRun: string;
  lastSeenAt: string;
  /** When it was last found fixed or gone; null: never. */
  closedAt: string | null;
  /** How often it came back. */
  reopened: number;
}

/** What changed between a run and the one before it in its stream. */
export interface Drift {
  run: string;
  previous: string | null;
  previousAt: string | null;
  /** Seen for the first time and not waived. */
  new: FindingHistory[];
  /** Seen again after they were fixed or gone, and not waived. */
  reopened: FindingHistory[];
  fixed: FindingHistory[];
  /** Findings of resources that are not there any more, or of rules that no longer apply. */
  gone: FindingHistory[];
  /** Waived now and not before, those seen for the first time among them. */
  newlyWaived: FindingHistory[];
  /** Open again because their waiver ended: neither new nor reopened. */
  noLongerWaived: FindingHistory[];
  /** Open in both, and seen in both. */
  known: number;
  /** Open or waived before, and not judged this time: neither fixed nor seen. */
  notJudged: number;
  appeared: { kind: string; key: string }[];
  disappeared: { kind: string; key: string }[];
  /** Inputs other than the snapshot that differ: bundles, profile, parameters, waivers, attestations, version. */
  changedInputs: { name: string; before: string | null; after: string | null }[];
  /** Counts beyond what the lists hold, where a limit cut them. */
  totals: Record<
    'new' | 'reopened' | 'fixed' | 'gone' | 'newlyWaived' | 'noLongerWaived' | 'appeared' | 'disappeared',
    number
  >;
}

export type SlotState = 'claimed' | 'done' | 'failed' | 'missed' | 'skipped';

export interface Slot {
  schedule: string;
  /** Unjittered time it is due. */
  at: string;
  state: SlotState;
  /** Why it was missed or skipped: downtime, blackout, overlap, paused. */
  reason: string | null;
  run: string | null;
  claimedBy: string;
  claimedAt: string;
}

export type DeliveryState = 'pending' | 'sending' | 'accepted' | 'failed' | 'dead';

/** One composed message on its way to one recipient. The bytes never change after it was composed. */
export interface Delivery {
  id: string;
  run: string | null;
  channel: 'mail' | 'folder' | 'webhook';
  /** Mail address, folder or name of the webhook. */
  recipient: string;
  /** What it is about: report, missed-slots, failed-targets, expiring-waivers, failed-delivery. */
  purpose: string;
  messageId: string;
  subject: string;
  /** Digest of the bytes in the artifact store. */
  digest: string;
  state: DeliveryState;
  attempts: number;
  nextAttemptAt: string | null;
  createdAt: string;
  acceptedAt: string | null;
  /** Last answer of the other side, redacted. */
  answer: string | null;
}

export interface AuditEntry {
  at: string;
  who: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** Jobs of the queue that lives in the database itself (SQLite); PostgreSQL has pg-boss. */
export interface StoredJob {
  id: string;
  kind: string;
  /** Only one unfinished job has a key; null: any number. */
  key: string | null;
  payload: unknown;
  state: 'waiting' | 'active' | 'done' | 'dead' | 'cancelled';
  attempts: number;
  runAfter: string;
  leaseUntil: string | null;
  worker: string | null;
  error: string | null;
}

export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  runs: RunStore;
  history: HistoryStore;
  slots: SlotStore;
  deliveries: DeliveryStore;
  jobs: JobStore;
  artifacts: ArtifactStore;
  audit: { add(entry: AuditEntry): Promise<void>; list(limit: number): Promise<AuditEntry[]> };
  /** Everything that decides whether `/readyz` answers: reachable, writable, migrated. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface RunStore {
  /** Repeating it with an id that exists changes nothing, so that a resumed run may call it again. */
  begin(
    run: Pick<StoredRun, 'id' | 'stream' | 'schedule' | 'slotAt' | 'startedAt'> & { rerunOf?: string | null },
  ): Promise<void>;
  /**
   * Ends a run in one transaction with everything that belongs to it: its artifacts, its outcomes in the history, the
   * state of its slot (`done`) and the deliveries that were composed. Repeating it with the same id changes nothing.
   * A run that failed or was cancelled, and a slot that has the report of another run, are refused (`store-failed`).
   */
  finish(end: FinishedStoredRun): Promise<void>;
  /** Ends a run that is still running, and its slot (`failed`) unless that is done; others stay as they are. */
  fail(id: string, at: string, error: string, state?: 'failed' | 'cancelled'): Promise<void>;
  get(id: string): Promise<StoredRun | null>;
  /** run.json of a finished run; null: not finished. */
  record(id: string): Promise<RunRecord | null>;
  /** Newest first; `before`: only runs with a smaller id, for the next page. */
  list(filter: {
    stream?: string;
    schedule?: string;
    state?: RunState;
    limit: number;
    before?: string;
  }): Promise<StoredRun[]>;
  /** The last finished run of a stream that started before a time; null: none. */
  previous(stream: string, before: string): Promise<StoredRun | null>;
  hold(id: string, on: boolean): Promise<void>;
  /** Removes a run that never finished. One that did is evidence: its row stays, `prune` removes its content. */
  remove(id: string): Promise<void>;
}

export interface FinishedStoredRun {
  id: string;
  finishedAt: string;
  record: RunRecord;
  result: Result;
  resultDigest: string;
  summary: RunSummary;
  artifacts: Omit<Artifact, 'run' | 'prunedAt'>[];
  deliveries: Delivery[];
}

export interface HistoryStore {
  /** What changed in a run; lists hold at most `limit` entries each, worst first. */
  drift(run: string, limit: number): Promise<Drift>;
  /** The same before the run is finished, for reports that are composed first; nothing is written. */
  preview(end: Pick<FinishedStoredRun, 'id' | 'finishedAt' | 'result' | 'summary'>, limit: number): Promise<Drift>;
  /** Histories of open findings of a stream by fingerprint, for first seen and since when. */
  since(stream: string, fingerprints: readonly string[]): Promise<Map<string, FindingHistory>>;
}

/** A slot to claim, with the job that is added in the same transaction. */
export interface SlotClaim {
  slot: Omit<Slot, 'run'>;
  job: Pick<StoredJob, 'id' | 'kind' | 'key' | 'payload' | 'runAfter'> | null;
}

export interface SlotStore {
  /** True where this caller made the row, and so runs the slot; false where somebody else had it. */
  claim(slot: Omit<Slot, 'run'>): Promise<boolean>;
  /**
   * Claims many slots in one transaction, each with the job that belongs to it: the job is added where the row of the
   * slot was made, and only there. A null job is added elsewhere, or later.
   * @returns the slots whose rows this caller made, in the order given
   */
  claimAll(claims: readonly SlotClaim[]): Promise<Omit<Slot, 'run'>[]>;
  /** One slot; null: nobody has claimed it. */
  get(schedule: string, at: string): Promise<Slot | null>;
  settle(schedule: string, at: string, state: SlotState, reason: string | null, run: string | null): Promise<void>;
  /** The latest slot of a schedule; null: none yet. */
  latest(schedule: string): Promise<Slot | null>;
  /** Latest first; with `state`, those alone, oldest first. `since` is the first time that is listed. */
  list(filter: { schedule?: string; since?: string; state?: SlotState; limit: number }): Promise<Slot[]>;
  /** When a schedule was first known: nothing before it is missed. */
  adopt(schedule: string, at: string): Promise<string>;
  pause(schedule: string, paused: boolean, by: string, at: string): Promise<void>;
  paused(): Promise<Set<string>>;
}

export interface DeliveryStore {
  add(deliveries: readonly Delivery[]): Promise<void>;
  /**
   * Takes the deliveries that are due, so that nobody else tries them before `leaseUntil`: pending or failed whose
   * `nextAttemptAt` has come (pending and null: at once; failed and null: never), and sending whose lease has ended.
   */
  take(now: string, leaseUntil: string, limit: number): Promise<Delivery[]>;
  settle(
    id: string,
    change: Pick<Delivery, 'state' | 'attempts' | 'nextAttemptAt' | 'acceptedAt' | 'answer'>,
  ): Promise<void>;
  list(filter: { run?: string; state?: DeliveryState; limit: number }): Promise<Delivery[]>;
  /** Makes a delivery that failed or is dead due again; others stay as they are. */
  retry(id: string, now: string): Promise<void>;
}

export interface JobStore {
  /** False where an unfinished job has the key. */
  add(job: Pick<StoredJob, 'id' | 'kind' | 'key' | 'payload' | 'runAfter'>): Promise<boolean>;
  /** Takes the job that is due longest, or one whose lease has ended; `attempts` counts this one. */
  take(kinds: readonly string[], worker: string, now: string, leaseUntil: string): Promise<StoredJob | null>;
  /** Prolongs the lease; false where the job is not this worker's any more, or was cancelled. */
  heartbeat(id: string, worker: string, leaseUntil: string): Promise<boolean>;
  /** With a worker: only while the job is still theirs, so that a late answer never overwrites another's. */
  settle(id: string, change: Pick<StoredJob, 'state' | 'error' | 'runAfter'>, worker?: string): Promise<void>;
  list(state?: StoredJob['state']): Promise<StoredJob[]>;
}

/** Files by digest: a folder beside the SQLite file, or a table of bytes on PostgreSQL. */
export interface ArtifactStore {
  /** Content that no run and no delivery names within a day is swept when a store is opened. */
  put(bytes: AsyncIterable<Uint8Array> | Uint8Array): Promise<{ digest: string; bytes: number }>;
  /** @throws `not-found` where nothing has the digest; `store-corrupt` at its end where the bytes do not match */
  open(digest: string): Promise<AsyncIterable<Uint8Array>>;
  list(run: string): Promise<Artifact[]>;
  /** Removes the content of artifacts whose kind is older than its retention and under no legal hold; rows stay. */
  prune(
    olderThan: Partial<Record<Artifact['kind'], string>>,
    now: string,
  ): Promise<{ artifacts: number; bytes: number }>;
}
