/** The parts of `plimsoll.yaml` that make audits run by themselves: store, schedules, owners, mail. */
import { z } from 'zod';
import { Severity } from '../../engine/index.ts';
import { SecretReference } from './secret.ts';

const Day = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 06:00');
const Duration = z
  .string()
  .regex(/^\d+ ?(s|m|h|d|w|y)$/, 'a number and s, m, h, d, w or y')
  .describe('A number and a unit: s, m, h, d, w or y.');

export const StoreSettings = z.strictObject({
  sqlite: z.string().optional().describe('Path of the SQLite file; default: plimsoll.db in the state folder.'),
  postgres: z
    .strictObject({
      host: z.string().default('localhost'),
      port: z.int().min(1).max(65535).default(5432),
      database: z.string().default('plimsoll'),
      user: z.string().default('plimsoll'),
      password: SecretReference.optional(),
      tls: z.enum(['require', 'verify', 'off']).default('verify').describe('off is for loopback and sockets only.'),
      ca: z.string().optional().describe('Path of a CA certificate.'),
      schema: z
        .string()
        .regex(/^[a-z_][a-z0-9_]*$/)
        .default('plimsoll'),
      connections: z.int().min(1).max(100).default(10),
    })
    .optional()
    .describe('A PostgreSQL server instead of SQLite.'),
  state: z.string().optional().describe('Folder of the state; default: plimsoll-state beside plimsoll.yaml.'),
  retention: z
    .strictObject({
      results: Duration.default('3y'),
      reports: Duration.default('3y'),
      logs: Duration.default('3y'),
      snapshots: Duration.default('395d'),
    })
    .optional()
    .describe('How long things are kept; nothing under legal hold is removed.'),
});
export type StoreSettings = z.infer<typeof StoreSettings>;

const Blackout = z.union([
  z.strictObject({ from: z.string(), to: z.string(), reason: z.string().optional() }).describe('RFC 3339 times.'),
  z.strictObject({ days: z.array(Day), from: TimeOfDay, to: TimeOfDay, reason: z.string().optional() }),
]);

export const ScheduleSettings = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes'),
  cron: z.string().optional().describe('Five fields, as crontab reads them.'),
  every: z.enum(['day', 'week', 'month', 'quarter']).optional(),
  on: z
    .union([Day, z.enum(['first', 'last']), z.int().min(1).max(31)])
    .optional()
    .describe('Day of the week, or first, last or number of the day in a month or quarter.'),
  at: TimeOfDay.optional(),
  timeZone: z.string().default('UTC').describe('IANA name of the time zone.'),
  targets: z.array(z.string()).optional().describe('Names or forms of targets; default: all configured.'),
  bundles: z.array(z.string()).optional(),
  profile: z.string().optional(),
  template: z.string().optional(),
  formats: z.array(z.string()).optional().describe('Default: html, pdf, json.'),
  deep: z.boolean().optional().describe('Also opens the images that containers are made from.'),
  blackouts: z.array(Blackout).optional(),
  jitter: Duration.optional().describe('Most time that a start is put off, always the same for one slot.'),
  missed: z.enum(['late', 'skip', 'all']).default('late').describe('What becomes of slots missed while nothing ran.'),
  overlap: z.enum(['skip', 'queue', 'allow']).default('skip').describe('What happens when the last run has not ended.'),
  enabled: z.boolean().default(true),
  deliver: z.array(z.string()).optional().describe('Names of deliveries; default: all.'),
});
export type ScheduleSettings = z.infer<typeof ScheduleSettings>;

export const Owner = z.strictObject({
  name: z.string(),
  labels: z.record(z.string(), z.string()).optional().describe('Labels of resources that are theirs.'),
  keys: z.array(z.string()).optional().describe('Globs of resource keys that are theirs.'),
  mail: z.array(z.string()).optional(),
});
export type Owner = z.infer<typeof Owner>;

export const MailServer = z.strictObject({
  host: z.string(),
  port: z.int().min(1).max(65535).default(587),
  tls: z
    .enum(['starttls', 'implicit', 'off'])
    .default('starttls')
    .describe('off is for loopback only: mail is never sent in the clear.'),
  ca: z.string().optional().describe('Path of a CA certificate.'),
  user: z.string().optional(),
  password: SecretReference.optional(),
  oauth2: z
    .strictObject({
      tokenUrl: z.string(),
      clientId: z.string(),
      clientSecret: SecretReference,
      refreshToken: SecretReference.optional(),
      scope: z.string().optional(),
    })
    .optional(),
  from: z.string(),
  replyTo: z.string().optional(),
  dkim: z.strictObject({ domain: z.string(), selector: z.string(), key: SecretReference }).optional(),
  maximumBytes: z.int().positive().default(20_000_000).describe('Largest message the server takes.'),
});
export type MailServer = z.infer<typeof MailServer>;

export const DeliverySettings = z.strictObject({
  name: z.string(),
  mail: z
    .strictObject({
      to: z.array(z.string()).optional(),
      owners: z
        .union([z.literal('all'), z.array(z.string())])
        .optional()
        .describe('Each owner gets their own resources only.'),
    })
    .optional(),
  folder: z.string().optional().describe('Folder that gets a copy of every report.'),
  webhook: z
    .strictObject({
      url: SecretReference.describe('The address is a secret: it often carries a token.'),
      key: SecretReference.optional().describe('Signs the body: HMAC with SHA-256.'),
      body: z.enum(['plimsoll', 'slack', 'teams']).default('plimsoll'),
    })
    .optional(),
  attach: z.enum(['full', 'summary', 'link-only']).default('full'),
  minimumSeverity: Severity.optional(),
  onlyWhenChanged: z.boolean().default(false).describe('Default is to send always: no change is evidence too.'),
  location: z.string().optional().describe('Where readers find whole reports, for what is not attached.'),
});
export type DeliverySettings = z.infer<typeof DeliverySettings>;

export const ServerSettings = z.strictObject({
  listen: z.string().default('127.0.0.1:9187').describe('Address of /healthz, /readyz and /metrics.'),
  heartbeat: SecretReference.optional().describe('An address that is called while all is well; silence is the alarm.'),
  operator: z.array(z.string()).optional().describe('Mail addresses for notices about the server itself.'),
  concurrency: z.int().min(1).max(16).default(1).describe('Audits at the same time in one worker.'),
});
export type ServerSettings = z.infer<typeof ServerSettings>;
