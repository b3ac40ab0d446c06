/** Schedules for tests, from settings as plimsoll.yaml holds them. */
import { ScheduleSettings } from '../../../service/config/scheduling.ts';
import { type Schedule, scheduleOf } from '../../../service/schedule/index.ts';

/** A schedule of some settings; its name and what the schema fills in need not be given. */
export function schedule(settings: Record<string, unknown>): Schedule {
  return scheduleOf(ScheduleSettings.parse({ name: 'nightly', ...settings }), { file: 'plimsoll.yaml', line: 3 });
}

/** Hour and minute in UTC, and the day, of some times: short enough to compare in tests. */
export function short(times: readonly string[]): string[] {
  return times.map((time) => time.slice(0, 16).replace('T', ' '));
}
