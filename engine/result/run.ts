import { z } from 'zod';

/** `run.json`: who, when, where and how long. The result is a pure function of its inputs; this is not. */
export const RunRecord = z.strictObject({
  run: z.literal('1-0-0'),
  startedAt: z.string(),
  finishedAt: z.string(),
  machine: z.string(),
  operator: z.string().nullable(),
  /** The command line as given; it can hold no secret, since secrets are references. */
  command: z.array(z.string()),
  version: z.string(),
  exitCode: z.int(),
  /** The last line of the terminal, in words. */
  exitReason: z.string(),
  /** Milliseconds of each stage: collect, evaluate, report:<format>. */
  durations: z.record(z.string(), z.number()),
  /** Files written beside this one. */
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), digest: z.string() })),
  /** Formats that were wanted and could not be made, with the reason. */
  failedFormats: z.array(z.strictObject({ format: z.string(), reason: z.string() })),
  /** The browser that printed the PDF, and whether its sandbox was on; null: no PDF. */
  browser: z.strictObject({ name: z.string(), version: z.string(), sandbox: z.boolean(), user: z.string() }).nullable(),
  notices: z.array(z.string()),
});
export type RunRecord = z.infer<typeof RunRecord>;
