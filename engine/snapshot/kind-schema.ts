import { z } from 'zod';
import { isKind, type KindName, kinds } from './kinds/index.ts';
import { Head, MissingCode } from './schema.ts';

/** A JSON Schema, as far as kinds use it: `description` and `source` document a fact. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  description?: string;
  source?: string;
  [keyword: string]: unknown;
}

/**
 * The JSON Schema of a kind as rules, tests and examples see a resource: head and facts; only `key` and `target`
 * required, unknown names refused. Members of objects are optional like facts, members of list items are not:
 * an item is always whole. A nullable value is `type: [t, "null"]`, never `anyOf`, since there the Rego checker
 * accepts misspelt fields.
 */
export function kindJsonSchema(kind: KindName): Record<string, unknown> {
  const facts = factsSchema(kind);
  const head = withoutNullableChoices(z.toJSONSchema(Head) as JsonSchema);
  head.properties!['kind'] = { type: 'string', const: kind };
  head.properties!['labels'] = { type: 'object', additionalProperties: { type: 'string' } };
  head.properties!['missing'] = { type: 'object', additionalProperties: { type: 'string', enum: MissingCode.options } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `resource of kind ${kind}`,
    type: 'object',
    properties: { ...head.properties, ...optionalMembers(facts).properties },
    required: ['key', 'target'],
    additionalProperties: false,
  };
}

/** The JSON Schema of a kind's facts alone, complete: every fact and every member required. */
export function factsSchema(kind: KindName): JsonSchema {
  if (!isKind(kind)) throw new RangeError(`no kind ${String(kind)}`);
  return withoutNullableChoices(z.toJSONSchema(kinds[kind]) as JsonSchema);
}

/** Rewrites nullable schemas to a list of types, at every level, and drops `$schema`. */
export function withoutNullableChoices(schema: JsonSchema): JsonSchema {
  const { $schema: _, anyOf, ...own } = schema;
  if (anyOf !== undefined) return withoutNullableChoices({ ...nullable(anyOf), ...own });
  const result: JsonSchema = { ...own };
  if (own.properties !== undefined) {
    result.properties = Object.fromEntries(
      Object.entries(own.properties).map(([name, member]) => [name, withoutNullableChoices(member)]),
    );
  }
  if (own.items !== undefined) result.items = withoutNullableChoices(own.items);
  if (typeof own.additionalProperties === 'object')
    result.additionalProperties = withoutNullableChoices(own.additionalProperties);
  return result;
}

function nullable(options: JsonSchema[]): JsonSchema {
  const rest = options.filter((option) => option.type !== 'null');
  const [only] = rest;
  if (only === undefined || rest.length !== 1 || rest.length === options.length || typeof only.type !== 'string') {
    throw new RangeError('a fact has one type, or one type and null');
  }
  const merged: JsonSchema = { ...only, type: [only.type, 'null'] };
  if (only.enum !== undefined) merged.enum = [...only.enum, null];
  return merged;
}

function optionalMembers(schema: JsonSchema): JsonSchema {
  if (schema.properties === undefined) return schema;
  const { required: _, ...rest } = schema;
  const members = Object.entries(schema.properties).map(([name, member]) => [name, optionalMembers(member)]);
  return { ...rest, properties: Object.fromEntries(members) };
}
