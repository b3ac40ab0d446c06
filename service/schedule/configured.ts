import { PlimsollError } from '../../engine/index.ts';
import type { ScheduleSettings } from '../config/scheduling.ts';
import type { Schedule } from './contract.ts';
import { scheduleOf } from './settings.ts';

/**
 * The schedules of a configuration, in its order.
 * @param file the file they stand in, for messages; null: there is none
 * @throws PlimsollError `schedule-invalid`; faults of further schedules are in `others`
 */
export function schedulesOf(settings: readonly ScheduleSettings[], file: string | null): Schedule[] {
  const place = file === null ? undefined : { file };
  const schedules: Schedule[] = [];
  const faults: PlimsollError[] = [];
  for (const each of settings) {
    try {
      if (schedules.some(({ name }) => name === each.name)) {
        throw new PlimsollError('schedule-invalid', `schedule ${each.name} is there twice`, place ? { place } : {});
      }
      schedules.push(scheduleOf(each, place));
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      faults.push(error);
    }
  }
  const [first, ...others] = faults;
  if (first === undefined) return schedules;
  throw new PlimsollError(first.code, first.message, { ...(place && { place }), next: first.next, others });
}
