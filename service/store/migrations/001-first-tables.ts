import type { Engine } from '../tables.ts';

/** Text sorts by its UTF-8 bytes on both, whatever the locale of the server. */
export function firstTables(engine: Engine): string[] {
  const postgres = engine === 'postgres';
  const text = postgres ? 'text collate "C"' : 'text';
  const number = postgres ? 'bigint' : 'integer';
  const serial = postgres ? 'bigint generated always as identity primary key' : 'integer primary key autoincrement';
  // Rows of one stream stand together in the file.
  const clustered = postgres ? '' : ' without rowid';
  const tables = [
    `create table streams (name ${text} primary key, latest_run ${text})`,
    `create table runs (
      id ${text} primary key, stream ${text} not null references streams (name), schedule ${text}, slot_at ${text},
      state ${text} not null, started_at ${text} not null, finished_at ${text}, exit_code ${number},
      exit_reason ${text}, error ${text}, result_digest ${text}, summary ${text}, record ${text}, drift ${text},
      legal_hold ${number} not null, rerun_of ${text})`,
    `create index runs_by_stream on runs (stream, started_at)`,
    `create index runs_by_schedule on runs (schedule, id)`,
    `create table artifacts (
      run ${text} not null references runs (id), name ${text} not null, kind ${text} not null,
      digest ${text} not null, bytes ${number} not null, pruned_at ${text}, primary key (run, name))`,
    `create index artifacts_by_digest on artifacts (digest)`,
    `create table findings (
      stream ${text} not null references streams (name), fingerprint ${text} not null, rule ${text} not null,
      severity ${text} not null, kind ${text} not null, "key" ${text} not null, part ${text}, state ${text} not null,
      first_seen_run ${text} not null, first_seen_at ${text} not null, last_seen_run ${text} not null,
      last_seen_at ${text} not null, closed_at ${text}, reopened ${number} not null,
      primary key (stream, fingerprint))${clustered}`,
    `create index findings_open on findings (stream) where state in ('open', 'waived')`,
    `create table resources (
      stream ${text} not null references streams (name), kind ${text} not null, "key" ${text} not null,
      present ${number} not null, primary key (stream, kind, "key"))${clustered}`,
    `create table changes (
      run ${text} not null references runs (id), change ${text} not null, position ${number} not null,
      entry ${text} not null, primary key (run, change, position))${clustered}`,
    `create table slots (
      schedule ${text} not null, at ${text} not null, state ${text} not null, reason ${text}, run ${text},
      claimed_by ${text} not null, claimed_at ${text} not null, primary key (schedule, at))`,
    `create index slots_by_time on slots (at)`,
    `create table schedules (
      name ${text} primary key, adopted_at ${text}, paused ${number} not null, paused_by ${text}, paused_at ${text})`,
    `create table deliveries (
      id ${text} primary key, run ${text} references runs (id), channel ${text} not null, recipient ${text} not null,
      purpose ${text} not null, message_id ${text} not null, subject ${text} not null, digest ${text} not null,
      state ${text} not null, attempts ${number} not null, next_attempt_at ${text}, lease_until ${text},
      created_at ${text} not null, accepted_at ${text}, answer ${text}, pruned_at ${text})`,
    `create index deliveries_due on deliveries (state, next_attempt_at)`,
    `create index deliveries_by_run on deliveries (run)`,
    `create index deliveries_by_digest on deliveries (digest)`,
    `create table jobs (
      id ${text} primary key, kind ${text} not null, "key" ${text}, payload ${text} not null, state ${text} not null,
      attempts ${number} not null, run_after ${text} not null, lease_until ${text}, worker ${text}, error ${text})`,
    `create unique index jobs_by_key on jobs ("key") where "key" is not null and state in ('waiting', 'active')`,
    `create index jobs_due on jobs (state, run_after)`,
    `create table audit (
      number ${serial}, at ${text} not null, who ${text} not null, action ${text} not null, subject ${text} not null,
      detail ${text} not null)`,
  ];
  if (!postgres) return tables;
  return [
    ...tables,
    `create table contents (
      id ${text} primary key, digest ${text} not null unique, bytes ${number} not null, touched_at ${text} not null)`,
    `create table chunks (
      content ${text} not null, number ${number} not null, data bytea not null, primary key (content, number))`,
    // Bytes are mostly compressed already.
    `alter table chunks alter column data set storage external`,
  ];
}
