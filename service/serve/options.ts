import type { ClockContext } from '../schedule/index.ts';

export type Role = 'scheduler' | 'worker' | 'all';

export interface ServeOptions {
  role: Role;
  /** Where plimsoll.yaml is looked for. */
  workingFolder: string;
  /** The configuration that was named. */
  file: string | undefined;
  /** Address of the pages for probes and Prometheus, instead of that of the configuration. */
  listen: string | undefined;
  environment: NodeJS.ProcessEnv;
  /** Ends the server. */
  signal: AbortSignal;
  /** Lines of the log. */
  write(line: string): void;
  /** Handed a function that reads the configuration again; it never throws. */
  onReload(reload: () => Promise<void>): void;
  /** Wall clock. Default: that of the machine. */
  clock?(): Date;
  /** How the scheduler is called. Default: once a minute. */
  everyMinute?: NonNullable<ClockContext['everyMinute']>;
  /** Told where a run is. */
  onStage?(stage: string): void;
  /** Told where the pages are served. */
  onListening?(address: string): void;
  times?: ServeTimes;
}

/** Times other than the usual ones, in milliseconds. */
export interface ServeTimes {
  /** How long a job is left to a worker that gives no sign of life. */
  jobLease?: number;
  /** The same for a delivery. */
  deliveryLease?: number;
  /** Between two looks at an empty queue or outbox. */
  poll?: number;
  /** Between two looks at whether all is well. */
  upkeep?: number;
}
