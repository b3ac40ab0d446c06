import { z } from 'zod';

const line = z.string().min(1);

/** Key `report:` of the configuration: what a report says about itself. What is absent prints "not stated". */
export const ReportSettings = z.strictObject({
  /** Whose systems these are. */
  entity: line.optional(),
  system: line.optional(),
  /** What the audit was meant to cover, in a sentence. */
  boundary: line.optional(),
  environment: line.optional(),
  /** Printed on every page. */
  classification: line.optional(),
  preparedBy: line.optional(),
  reviewer: line.optional(),
  distribution: z.union([line, z.array(line)]).optional(),
  /** IANA name; dates of the report are written in it. Default: that of the result. */
  timeZone: line.optional(),
  /** A picture as `data:image/png;base64,…` or svg, jpeg, webp. */
  logo: z
    .string()
    .regex(/^data:image\/(png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$/, 'a data: URL of a png, jpeg, webp or svg')
    .optional(),
  /** BCP 47 tag of the language of the text around the findings. Default `en`. */
  language: line.optional(),
});
export type ReportSettings = z.infer<typeof ReportSettings>;
