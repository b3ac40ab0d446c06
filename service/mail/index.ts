/** The door of mail and other deliveries. What composes and sends loads when it is called. */
export { composeReportMail, previewHtml } from './compose.ts';
export type * from './contract.ts';
export { callHeartbeat } from './heartbeat.ts';
export { materialOfFolder, materialOfRun } from './material.ts';
export {
  composeNotice,
  expiringWaivers,
  failedDelivery,
  failedRun,
  failedTargets,
  missedSlots,
  type Notice,
  type NoticeContext,
} from './notices.ts';
export { deliverDue, type OutboxOptions, type OutboxReport, type Transport, type Transports } from './outbox.ts';
export { type Plan, type PlanContext, planDeliveries, recipientsOf } from './plan.ts';
export { previewOf } from './preview.ts';
export { type MailServer, openMailServer } from './server.ts';
export { configuredAddresses, openTransports, type TransportContext } from './transports.ts';
export { previewServer, sendTrial } from './trial.ts';
