/** The door of scheduled runs: from the job of a slot to the deliveries in the outbox. */
export { deliveriesOf, mailServerOf, noticesFor, type OutgoingContext } from './outgoing.ts';
export { ownersOfConfiguration } from './owners.ts';
export { runScheduled, type ScheduledEnd, type ScheduledJob, type ScheduledParts } from './run.ts';
export { type RunOrigin, runIdOf, slotRunId } from './run-id.ts';
export { openStaging, type Staging } from './staging.ts';
export { targetsOfSchedule } from './targets.ts';
