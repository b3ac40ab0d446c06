/** The door of schedules: pure answers about time, and the clock that claims slots. */
export { withSchedule } from './add-to-file.ts';
export { type ClockContext, type RunningClock, startClock } from './clock.ts';
export { schedulesOf } from './configured.ts';
export type * from './contract.ts';
export { decide, type ScheduleState } from './decide.ts';
export { scheduleOf } from './settings.ts';
export { jitterOf, type NextSlot, nextSlots, slotsBetween } from './slots.ts';
export { openTicker, type TickContext, type Ticker, type TickReport } from './tick.ts';
export {
  endSlotOf,
  type MissedNotice,
  noticeJobKind,
  runNow,
  type SlotPayload,
  type SlotWork,
  type SlotWorkContext,
  slotJobKind,
  workSlots,
} from './work.ts';
