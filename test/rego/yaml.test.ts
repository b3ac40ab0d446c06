import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { canonicalJson, type ErrorCode, formatPlace, type PlimsollError } from '../../engine/index.ts';
import { parseYaml } from '../../rego/index.ts';
import { parseLocatedYaml } from '../../rego/yaml.ts';

const Settings = z.strictObject({
  name: z.string(),
  mail: z.strictObject({ server: z.string(), port: z.int() }).optional(),
  lists: z.array(z.strictObject({ title: z.string() })).default([]),
  free: z.record(z.string(), z.strictObject({ value: z.number() })).optional(),
});

function errors(text: string, schema?: z.ZodType, code?: ErrorCode): string[] {
  try {
    parseYaml(text, 'a.yaml', schema as z.ZodType, code === undefined ? {} : { code });
  } catch (thrown) {
    const first = thrown as PlimsollError;
    return [first, ...first.others].map(
      ({ place, code: found, message }) => `${formatPlace(place!)} ${found} ${message}`,
    );
  }
  return [];
}

/** Nine levels of nine aliases each: a few hundred bytes that would expand to gigabytes. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const above = level === 0 ? '"x"' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array.from({ length: 9 }, () => above).join(', ')}]`;
  });
  return levels.join('\n');
}

describe('parseYaml refuses what is not well-formed, with its place', () => {
  test.each<[string, string, string]>([
    ['a duplicate key', 'name: a\nname: b\n', 'a.yaml:2:1 yaml-invalid Map keys must be unique'],
    ['a tab as indent', 'mail:\n\tserver: a\n', 'a.yaml:2:1 yaml-invalid Tabs are not allowed as indentation'],
    ['half a document', 'name: "a\n', 'a.yaml:2:1 yaml-invalid Missing closing "quote'],
    [
      'half a list',
      'name: [a, b\n',
      'a.yaml:2:1 yaml-invalid Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'two documents',
      'name: a\n---\nname: b\n',
      'a.yaml:2:1 yaml-invalid Source contains multiple documents; please use YAML.parseAllDocuments()',
    ],
    ['a tag', 'name: !!js/function "x"\n', 'a.yaml:1:7 yaml-invalid Unresolved tag: tag:yaml.org,2002:js/function'],
    ['an alias of nothing', 'name: *there\n', 'a.yaml:1:7 yaml-invalid The alias *there stands for nothing'],
    ['an alias bomb', aliasBomb(), 'a.yaml:1:1 yaml-invalid The YAML expands more than 100 aliases (yamlAliases)'],
    ['a list as key', '? [a]\n: b\n', 'a.yaml:1:3 yaml-invalid With stringKeys, all keys must be strings'],
  ])('%s', (_name, text, expected) => {
    expect(errors(text)[0]).toContain(expected);
  });

  test('nesting beyond any use', () => {
    expect(errors(`${'['.repeat(200_000)}`)[0]).toMatch(/^a\.yaml(:\d+:\d+)? yaml-invalid /);
  });
});

describe('parseYaml checks the schema and shows the place of each fault', () => {
  test('an unknown key, with the key that was meant', () => {
    expect(errors('name: a\nmail:\n  sever: b\n  port: 25\n', Settings)).toEqual([
      'a.yaml:3:3 yaml-invalid mail.server is missing',
      'a.yaml:3:3 yaml-invalid Unknown key "sever", did you mean "server"?',
    ]);
  });

  test('an unknown key that is like none, with all known ones', () => {
    expect(errors('name: a\nlists:\n  - {title: a, colour: red}\n', Settings)).toEqual([
      'a.yaml:3:16 yaml-invalid Unknown key "colour"; known are title',
    ]);
  });

  test('a wrong type inside a list and a map, under the code asked for', () => {
    expect(errors('name: a\nlists:\n  - title: 1\nfree:\n  x: {value: one}\n', Settings, 'profile-invalid')).toEqual([
      'a.yaml:3:12 profile-invalid lists.0.title: Invalid input: expected string, received number',
      'a.yaml:5:14 profile-invalid free.x.value: Invalid input: expected number, received string',
    ]);
  });

  test('an absent key at what should hold it', () => {
    expect(errors('mail: {server: a}\n', Settings)).toEqual([
      'a.yaml:1:1 yaml-invalid name is missing',
      'a.yaml:1:7 yaml-invalid mail.port is missing',
    ]);
  });

  test('an empty document', () => {
    expect(errors('', Settings)).toEqual([
      'a.yaml:1:1 yaml-invalid The document: Invalid input: expected object, received null',
    ]);
  });
});

describe('parseYaml reads', () => {
  test('a byte order mark, dates as text and defaults', () => {
    expect(parseYaml('\ufeffname: 2026-01-01\n', 'a.yaml', Settings)).toEqual({ name: '2026-01-01', lists: [] });
  });

  test('__proto__ as a key like any other', () => {
    const value = parseYaml('free:\n  __proto__: {value: 1}\nname: a\n', 'a.yaml') as { free: object };
    expect(Object.keys(value.free)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value.free)).toBe(Object.prototype);
  });

  test('places of values inside another file', () => {
    const { place } = parseLocatedYaml('a:\n  - b\n  - c\n', 'x', undefined, { offset: { line: 10, column: 2 } });
    expect(place(['a', 1])).toEqual({ file: 'x', line: 13, column: 7 });
  });

  test('whatever JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(canonicalJson(parseYaml(stringify(value), 'a.yaml'))).toBe(canonicalJson(value));
      }),
      { numRuns: 300 },
    );
  });

  test('any text without throwing anything but an error of ours', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab:-[]{}&*!"\'#|>\n\t ,?%@`~0') }), (text) => {
        try {
          parseYaml(text, 'a.yaml');
        } catch (thrown) {
          expect((thrown as PlimsollError).code).toBe('yaml-invalid');
          expect((thrown as PlimsollError).place?.file).toBe('a.yaml');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
