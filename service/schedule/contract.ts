/** A schedule is configuration; a slot is one time at which it is due. Everything here is pure: time is a parameter. */

/** When a schedule is due: a cron expression, or a calendar period. Times are those of `timeZone`. */
export type Recurrence =
  | { cron: string }
  | {
      every: 'day' | 'week' | 'month' | 'quarter';
      on?: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | 'first' | 'last' | number;
      at: string;
    };

export interface Schedule {
  name: string;
  recurrence: Recurrence;
  /** IANA name. */
  timeZone: string;
  /** Slots inside are skipped and recorded: `{from, to}` RFC 3339, or weekly `{days, from: '22:00', to: '02:00'}`. */
  blackouts: Blackout[];
  /** Most seconds that a slot is started late, by a hash of schedule and slot; the key of the slot is the unjittered time. */
  jitterSeconds: number;
  /** What becomes of slots that were missed: the latest one is run late, all are skipped, or all are run. */
  missed: 'late' | 'skip' | 'all';
  /** What happens when the last run of the schedule has not ended. */
  overlap: 'skip' | 'queue' | 'allow';
  enabled: boolean;
}

export type Blackout =
  | { from: string; to: string }
  | { days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; from: string; to: string };

/** What to do with one slot at one time. */
export interface SlotDecision {
  schedule: string;
  /** Unjittered time, RFC 3339 UTC. */
  at: string;
  action: 'run' | 'miss' | 'skip';
  /** downtime, blackout, overlap, paused; null for run. */
  reason: string | null;
  /** Seconds after its time that it is started; negative never. */
  lateSeconds: number;
}
