import { factsSchema, type JsonSchema } from './kind-schema.ts';
import { type KindName, kindNames } from './kinds/index.ts';

/** One fact or member, as the generated reference and `plimsoll explain` print it. */
export interface FactEntry {
  kind: KindName;
  /** Dotted name; `[]` stands for the items of a list: `mounts[].source`. */
  fact: string;
  /** `string`, `integer`, `boolean`, `object`, `list of …`, with `or null` where that is a value. */
  type: string;
  description: string;
  /** API field, file or command it is read from; null: that of what it is a member of. */
  source: string | null;
}

/** Every fact of every kind, each followed by its members, in the order of names. */
export function factsReference(): FactEntry[] {
  return kindNames.flatMap((kind) => membersOf(kind, '', factsSchema(kind)));
}

function membersOf(kind: KindName, prefix: string, schema: JsonSchema): FactEntry[] {
  const names = Object.keys(schema.properties ?? {}).sort();
  return names.flatMap((name) => {
    const member = schema.properties![name]!;
    const fact = `${prefix}${name}`;
    const { description = '', source = null } = member;
    const entry = { kind, fact, type: typeText(member), description, source };
    return [entry, ...below(kind, fact, member)];
  });
}

function below(kind: KindName, fact: string, schema: JsonSchema): FactEntry[] {
  if (schema.items !== undefined) return below(kind, `${fact}[]`, schema.items);
  return membersOf(kind, `${fact}.`, schema);
}

function typeText(schema: JsonSchema): string {
  const types = [schema.type ?? 'any'].flat();
  const names = types.filter((type) => type !== 'null').map((type) => (type === 'array' ? listText(schema) : type));
  const values = schema.enum?.filter((value) => value !== null).map((value) => JSON.stringify(value)) ?? [];
  const text = values.length > 0 ? values.join(', ') : names.join(' or ');
  return types.includes('null') ? `${text} or null` : text;
}

function listText(schema: JsonSchema): string {
  return `list of ${schema.items === undefined ? 'any' : typeText(schema.items)}`;
}
