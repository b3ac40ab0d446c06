import { z } from 'zod';
import type { Parameter } from '../../engine/index.ts';

/** Why the default of a parameter does not fit its schema, or the schema is none; null where all is well. */
export function parameterFault({ schema, default: value }: Parameter): string | null {
  let compiled: z.ZodType;
  try {
    compiled = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (cause) {
    return `its schema is none: ${(cause as Error).message}`;
  }
  const checked = compiled.safeParse(value);
  return checked.success ? null : `its default does not fit its schema: ${checked.error.issues[0]!.message}`;
}
