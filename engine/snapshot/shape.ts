import type { JsonSchema } from './kind-schema.ts';

/** What a JSON value may begin with, as bits: the first byte tells the type. */
export const begins = { text: 1, number: 2, flag: 4, nothing: 8, list: 16, object: 32 } as const;
const anything = 63;

/** A member that an object may have, in the order of the canonical form. */
export interface Member {
  name: string;
  /** `"name":` as it stands in a line. */
  bytes: Uint8Array;
  shape: Shape;
  required: boolean;
}

/** The structure of a value, made from a JSON Schema once so that lines are checked byte by byte. */
export interface Shape {
  /** Dotted names from the resource to here; the items of a list have the path of the list. */
  path: string;
  /** Allowed types: a sum of {@link begins}. */
  types: number;
  /** Null: any members. */
  members: Member[] | null;
  byName: ReadonlyMap<string, number>;
  /** Null: any items. */
  item: Shape | null;
  /** True inside a list, where nothing can be listed as missing. */
  inList: boolean;
}

const typeBits: Record<string, number> = {
  string: begins.text,
  integer: begins.number,
  number: begins.number,
  boolean: begins.flag,
  null: begins.nothing,
  array: begins.list,
  object: begins.object,
};

/** Turns a schema of facts into the structure that lines are checked against. */
export function shapeOf(schema: JsonSchema, path = '', inList = false): Shape {
  const types = schema.type === undefined ? anything : [schema.type].flat().reduce((sum, type) => sum | bits(type), 0);
  const members = schema.properties === undefined ? null : membersOf(schema, path, inList);
  const byName = new Map((members ?? []).map((member, index) => [member.name, index]));
  const item = schema.items === undefined ? null : shapeOf(schema.items, path, true);
  return { path, types, members, byName, item, inList };
}

function bits(type: string): number {
  const bit = typeBits[type];
  if (bit === undefined) throw new RangeError(`no facts of type ${type}`);
  return bit;
}

function membersOf(schema: JsonSchema, path: string, inList: boolean): Member[] {
  const required = new Set(schema.required);
  // names of facts are ASCII, where every order is the same
  const names = Object.keys(schema.properties!).sort();
  return names.map((name) => ({
    name,
    bytes: Buffer.from(`${JSON.stringify(name)}:`),
    shape: shapeOf(schema.properties![name]!, path === '' ? name : `${path}.${name}`, inList),
    required: required.has(name),
  }));
}

/** All dotted names of facts below a shape, without those inside lists. */
export function factPaths(shape: Shape): string[] {
  return (shape.members ?? []).flatMap((member) => [
    member.shape.path,
    ...(member.shape.inList ? [] : factPaths(member.shape)),
  ]);
}

/** True where a path of `missing` names a fact of this kind. What is inside a list has no name of its own. */
export function namesFact(shape: Shape, path: string): boolean {
  let at = shape;
  for (const segment of path.split('.')) {
    const index = at.byName.get(segment);
    if (index === undefined) return false;
    at = at.members![index]!.shape;
    if (at.inList) return false;
  }
  return true;
}
