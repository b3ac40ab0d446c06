import { z } from 'zod';
import { factsSchema, type JsonSchema, kindJsonSchema, withoutNullableChoices } from './kind-schema.ts';
import { kindNames } from './kinds/index.ts';
import { End, Header } from './schema.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The JSON Schema of one line of a snapshot: header, resource of any kind, end or digest. That a fact is present or
 * listed as missing is beyond JSON Schema; the reader checks it.
 */
export function snapshotJsonSchema(): Record<string, unknown> {
  const definitions: Record<string, unknown> = {
    header: oneMember('snapshot', z.toJSONSchema(Header) as JsonSchema),
    end: oneMember('end', z.toJSONSchema(End) as JsonSchema),
    digest: oneMember('digest', { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }),
  };
  for (const kind of kindNames) definitions[kind] = resourceSchema(kind);
  return {
    $schema: dialect,
    title: 'One line of a Plimsoll snapshot',
    oneOf: Object.keys(definitions).map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: definitions,
  };
}

/** A line of one kind: the whole head, and facts as far as they could be read. */
function resourceSchema(kind: (typeof kindNames)[number]): Record<string, unknown> {
  const { $schema: _, ...schema } = kindJsonSchema(kind);
  const head = Object.keys(schema['properties'] as object).filter(
    (name) => !Object.hasOwn(factsSchema(kind).properties!, name),
  );
  return { ...schema, required: head };
}

function oneMember(name: string, schema: JsonSchema): Record<string, unknown> {
  const member = withoutNullableChoices(schema);
  return { type: 'object', properties: { [name]: member }, required: [name], additionalProperties: false };
}
