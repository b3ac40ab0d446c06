import { z } from 'zod';
import { isKind, kindJsonSchema } from '../engine/index.ts';

const known = new Map<string, z.ZodType>();

/** The schema of a resource of a kind as rules see it; null for a kind that does not exist. */
function resourceSchema(kind: string): z.ZodType | null {
  if (!isKind(kind)) return null;
  let schema = known.get(kind);
  if (schema === undefined) {
    schema = z.fromJSONSchema(kindJsonSchema(kind) as Parameters<typeof z.fromJSONSchema>[0]);
    known.set(kind, schema);
  }
  return schema;
}

/** What of a resource breaks the schema of its kind, one line each; none where it is possible. */
export function impossible(kind: string, resource: unknown): string[] {
  const schema = resourceSchema(kind);
  if (schema === null) return [`there is no kind ${kind}`];
  const checked = schema.safeParse(resource);
  return checked.success ? [] : checked.error.issues.map((issue) => describe(issue, resource));
}

function describe({ path, message }: z.core.$ZodIssue, resource: unknown): string {
  const name = path.map(String).join('.') || 'the resource';
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null)?.[key], resource);
  return value === undefined ? `${name} is missing` : `${name}: ${message}`;
}

/** What of an input breaks `{"resources": […]}` of one kind. */
export function impossibleInput(kind: string, input: unknown): string[] {
  const checked = z.strictObject({ resources: z.array(z.unknown()) }).safeParse(input);
  if (!checked.success) return ['an input is {"resources": […]} and nothing else'];
  return checked.data.resources.flatMap((resource) => impossible(kind, resource));
}
