/** What Prometheus reads. What the store knows is asked at each scrape, so that it survives a restart. */
import type { Store } from '../store/index.ts';

export interface Metrics {
  /** Text of the exposition format. */
  text(): Promise<string>;
  contentType: string;
  slot(schedule: string, action: 'run' | 'miss' | 'skip'): void;
  run(schedule: string, state: 'finished' | 'failed' | 'retried', seconds: number): void;
  delivery(outcome: 'accepted' | 'again' | 'given-up', count: number): void;
  reload(succeeded: boolean, at: Date): void;
  tick(at: Date): void;
  ready(isReady: boolean): void;
}

export interface MetricsOptions {
  store: Pick<Store, 'runs' | 'deliveries'>;
  schedules(): readonly { name: string }[];
  version: string;
  role: string;
}

const mostCounted = 10_000;
const waiting = ['pending', 'sending', 'failed', 'dead'] as const;
const severityNames = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** Opens the registry of this process; nothing is global. */
export async function openMetrics({ store, schedules, version, role }: MetricsOptions): Promise<Metrics> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `plimsoll_${name}`, help, labelNames, registers });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `plimsoll_${name}`, help, labelNames, registers });

  gauge('build_info', 'Version and role of this process; always 1.', ['version', 'role']).set({ version, role }, 1);
  const slots = counter('slots_total', 'Slots this process decided on, by action.', ['schedule', 'action']);
  const runs = counter('runs_total', 'Tries of scheduled runs in this process, by how they ended.', [
    'schedule',
    'state',
  ]);
  const durations = new Histogram({
    name: 'plimsoll_job_duration_seconds',
    help: 'How long a try of a scheduled run took.',
    labelNames: ['schedule', 'state'],
    buckets: [1, 5, 15, 60, 300, 900, 3600],
    registers,
  });
  const deliveries = counter('deliveries_total', 'Tries of deliveries in this process.', ['outcome']);
  const reloaded = gauge('configuration_reload_success', '1 where the last reload of the configuration was taken.');
  const reloadedAt = gauge('configuration_reload_timestamp_seconds', 'When the configuration in force was read.');
  const ticked = gauge('scheduler_tick_timestamp_seconds', 'When the scheduler last looked at what is due.');
  const isReady = gauge('ready', '1 where /readyz answers 200.');
  const latest = gauge('last_run_timestamp_seconds', 'Start of the last run, by schedule and state.', [
    'schedule',
    'state',
  ]);
  const success = gauge('last_success_timestamp_seconds', 'End of the last finished run.', ['schedule']);
  const findings = gauge('findings', 'Findings of the last finished run that are not waived.', [
    'schedule',
    'severity',
  ]);
  const unassessed = gauge('targets_not_assessed', 'Targets the last finished run could not read.', ['schedule']);
  const outbox = gauge('outbox_deliveries', `Deliveries by state; counts end at ${mostCounted}.`, ['state']);

  async function refresh(): Promise<void> {
    for (const each of [latest, success, findings, unassessed]) each.reset();
    for (const { name: schedule } of schedules()) {
      for (const state of ['running', 'finished', 'failed'] as const) {
        const [run] = await store.runs.list({ schedule, state, limit: 1 });
        if (run === undefined) continue;
        latest.set({ schedule, state }, Date.parse(run.startedAt) / 1000);
        if (state !== 'finished' || run.summary === null) continue;
        success.set({ schedule }, Date.parse(run.finishedAt ?? run.startedAt) / 1000);
        unassessed.set({ schedule }, run.summary.targetsNotAssessed);
        for (const severity of severityNames) findings.set({ schedule, severity }, run.summary[severity]);
      }
    }
    for (const state of waiting) {
      outbox.set({ state }, (await store.deliveries.list({ state, limit: mostCounted })).length);
    }
  }

  return {
    contentType: registry.contentType,
    async text() {
      // A store that cannot be read must not take the other figures away: ready says it.
      await refresh().catch(() => outbox.reset());
      return registry.metrics();
    },
    slot: (schedule, action) => slots.inc({ schedule, action }),
    run(schedule, state, seconds) {
      runs.inc({ schedule, state });
      durations.observe({ schedule, state }, seconds);
    },
    delivery: (outcome, count) => deliveries.inc({ outcome }, count),
    reload(succeeded, at) {
      reloaded.set(Number(succeeded));
      if (succeeded) reloadedAt.set(at.getTime() / 1000);
    },
    tick: (at) => ticked.set(at.getTime() / 1000),
    ready: (value) => isReady.set(Number(value)),
  };
}
