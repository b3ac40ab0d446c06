import { z } from 'zod';
import { type LimitName, limitTable } from '../../engine/index.ts';
import { ReportSettings } from '../../reports/index.ts';
import { DeliverySettings, MailServer, Owner, ScheduleSettings, ServerSettings, StoreSettings } from './scheduling.ts';

const ConfiguredTarget = z.union([
  z.string(),
  z.strictObject({
    uri: z.string().describe('A target as on the command line, such as docker or rootfs:/srv/tree.'),
    name: z.string().describe('Name of the target in keys and reports; it outlives a change of host name.').optional(),
    labels: z.record(z.string(), z.string()).optional().describe('Added to every resource of the target.'),
    owner: z.string().optional().describe('Name of the owner of everything in the target.'),
    bundles: z.array(z.string()).optional().describe('Bundles for this target instead of those of the run.'),
    profile: z.string().optional().describe('Profile for this target instead of that of the run.'),
  }),
]);

const limitNames = Object.keys(limitTable) as LimitName[];
const LimitOverrides = z.strictObject(
  Object.fromEntries(
    limitNames.map((name) => [
      name,
      z.int().positive().optional().describe(`${limitTable[name].meaning} (${limitTable[name].unit})`),
    ]),
  ) as Record<LimitName, z.ZodOptional<z.ZodInt>>,
);

/** `plimsoll.yaml`. Nothing in it is executed; secrets are references, never values. */
export const Configuration = z.strictObject({
  targets: z.array(ConfiguredTarget).optional().describe('What is audited where the command line names nothing.'),
  bundles: z
    .array(z.string())
    .optional()
    .describe('Names of shipped bundles, or paths of bundle folders and archives.'),
  profile: z.string().optional().describe('Path of a profile, or the name of one in a loaded bundle.'),
  waivers: z.string().optional().describe('Path of waivers.yaml.'),
  attestations: z.string().optional().describe('Path of attestations.yaml.'),
  browser: z.string().optional().describe('Path of the browser that prints PDF.'),
  trust: z
    .strictObject({
      imageKeys: z
        .array(z.strictObject({ name: z.string().min(1), file: z.string().describe('Path of a public key in PEM.') }))
        .optional()
        .describe('Public keys that signatures of images are verified with.'),
    })
    .optional()
    .describe('Whose signatures count.'),
  limits: LimitOverrides.optional().describe('Limits other than the defaults.'),
  report: ReportSettings.optional().describe('What the report says about its subject and its readers.'),
  store: StoreSettings.optional().describe('Where runs, findings over time and deliveries are kept.'),
  schedules: z.array(ScheduleSettings).optional().describe('Audits that start by themselves under plimsoll serve.'),
  owners: z.array(Owner).optional().describe('Who must act on which resources.'),
  mail: MailServer.optional().describe('The mail server.'),
  deliveries: z.array(DeliverySettings).optional().describe('Where reports go.'),
  server: ServerSettings.optional().describe('plimsoll serve itself.'),
});
export type Configuration = z.infer<typeof Configuration>;
