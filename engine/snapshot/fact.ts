import { z } from 'zod';

/** Where a fact comes from: an API field, a file or a command, as `plimsoll explain` and the facts reference print it. */
export type Source = string;

/**
 * Documents one fact or member: what it means (with its unit) and where it is read.
 * Both go into the JSON Schema (`description`, `source`) and from there into the generated reference.
 */
export function fact<T extends z.ZodType>(schema: T, description: string, source?: Source): T {
  return schema.meta(source === undefined ? { description } : { description, source });
}

/** A whole number within ±2^53. */
export const count = z.int();
/** Text that may be known to be absent. */
export const text = z.string();
export const textOrNull = z.string().nullable();
export const textList = z.array(z.string());
export const flag = z.boolean();
export const flagOrNull = z.boolean().nullable();
/** A file mode as an octal string of four digits, such as "0644". */
export const mode = z.string().regex(/^[0-7]{4}$/);
/** RFC 3339 UTC. */
export const timeOrNull = z.string().nullable();
