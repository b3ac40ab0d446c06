import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import {
  factsReference,
  type JsonSchema,
  kindJsonSchema,
  kindNames,
  kinds,
  snapshotJsonSchema,
} from '../../../engine/index.ts';
import { plainResource } from './resources.ts';
import { linesOf, snapshotBytes } from './snapshots.ts';

const ajv = new Ajv2020({ strict: false });

function everySchema(schema: JsonSchema): JsonSchema[] {
  const members = [...Object.values(schema.properties ?? {}), ...(schema.items === undefined ? [] : [schema.items])];
  return [schema, ...members.flatMap(everySchema)];
}

test.each(kindNames)(
  'the schema of %s asks for key and target only and refuses unknown names at every level',
  (kind) => {
    const schema = kindJsonSchema(kind) as JsonSchema;
    expect(schema.required).toEqual(['key', 'target']);
    for (const each of everySchema(schema)) {
      expect(each).not.toHaveProperty('anyOf');
      expect(each).not.toHaveProperty('oneOf');
      if (each.properties !== undefined) expect(each.additionalProperties).toBe(false);
    }
    const validate = ajv.compile(schema);
    const { facts, ...head } = plainResource(kind, 'x');
    expect(validate({ key: 'x', target: 1 })).toBe(true);
    expect(validate({ ...head, target: 1, ...facts })).toBe(true);
    expect(validate({ key: 'x' })).toBe(false);
    expect(validate({ key: 'x', target: 1, factt: true })).toBe(false);
    const [name] = Object.keys(kinds[kind].shape);
    expect(validate({ key: 'x', target: 1, [name!]: { a: 1 } })).toBe(false);
  },
);

test('members of objects are optional, members of list items are not, and null is one of the types', () => {
  const { properties } = kindJsonSchema('container') as JsonSchema;
  expect(properties!['engine']).not.toHaveProperty('required');
  expect(properties!['tmpfs']!.items!.required).toEqual(['name', 'value']);
  expect(properties!['healthcheck']!.type).toEqual(['object', 'null']);
  expect(properties!['seccompProfile']!.type).toEqual(['string', 'null']);
  expect(properties!['privileged']).toMatchObject({ description: expect.any(String), source: expect.any(String) });
});

test('every fact says what it means and where it is read', () => {
  const facts = factsReference().filter(({ fact }) => !/[.[]/.test(fact));
  expect(facts.map(({ kind, fact }) => `${kind}.${fact}`).sort()).toEqual(
    kindNames.flatMap((kind) => Object.keys(kinds[kind].shape).map((fact) => `${kind}.${fact}`)).sort(),
  );
  expect(facts.filter(({ description, source }) => description === '' || source === null)).toEqual([]);
});

test('the reference walks into objects and lists', () => {
  const entries = factsReference().filter(({ kind, fact }) => kind === 'container' && fact.startsWith('mounts'));
  expect(entries.map(({ fact, type }) => `${fact}: ${type}`)).toContain('mounts[].driverOptions[].value: string');
  expect(entries[0]).toMatchObject({ fact: 'mounts', type: 'list of object', description: 'sorted by destination' });
  expect(entries).toContainEqual(expect.objectContaining({ fact: 'mounts[].volume', type: 'string or null' }));
});

test('every line of a snapshot validates against the published schema, and others do not', async () => {
  const validate = ajv.compile(snapshotJsonSchema());
  const lines = (await snapshotBytes(kindNames.map((kind) => [1, plainResource(kind, kind)]))).toString().split('\n');
  for (const line of lines.slice(0, -1)) expect([line, validate(JSON.parse(line))]).toEqual([line, true]);
  const resource = JSON.parse(linesOf(Buffer.from(lines.join('\n')))[1]!);
  for (const broken of [
    {},
    { digest: 'x' },
    { ...resource, kind: 'other' },
    { ...resource, more: 1 },
    { ...resource, target: 0 },
  ]) {
    expect(validate(broken)).toBe(false);
  }
});
