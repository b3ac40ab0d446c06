import { z } from 'zod';
import { publishedSchemas } from '../../engine/index.ts';
import { Configuration } from '../../service/index.ts';

/** JSON Schemas for editors and other programs, by path. */
export function schemaFiles(): Record<string, string> {
  const all = { ...publishedSchemas(), 'plimsoll-1.json': z.toJSONSchema(Configuration, { io: 'input' }) };
  const entries = Object.entries(all).map(([name, schema]) => [
    `schema/${name}`,
    `${JSON.stringify(schema, null, 2)}\n`,
  ]);
  return Object.fromEntries(entries);
}
