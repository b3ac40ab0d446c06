import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CollectedResource, type Head, type KindName, kindNames, kinds, readHead } from '../../../engine/index.ts';
import { type CheckOptions, checkFacts, type LineCheck } from '../../../engine/snapshot/check-line.ts';
import { resourceText } from '../../../engine/snapshot/line.ts';
import { factPaths, type Shape } from '../../../engine/snapshot/shape.ts';
import { shapeOfKind } from '../../../engine/snapshot/validate.ts';
import { plainResource, resourcesOf } from './resources.ts';

const anyResource = fc.oneof(...kindNames.map(resourcesOf));

function shapeOf(kind: string): Shape {
  return shapeOfKind(kind as KindName);
}

function check(resource: CollectedResource, options: CheckOptions = { allowUnknown: false }): LineCheck {
  const { facts, ...head } = resource;
  return checkText(resource.kind, resourceText({ ...head, target: 1 } as Head, facts), resource.missing, options);
}

function checkText(
  kind: string,
  text: string,
  missing = {},
  options: CheckOptions = { allowUnknown: false },
): LineCheck {
  const line = Buffer.from(text);
  return checkFacts(line, readHead(line).factsOffset, shapeOf(kind), missing, options);
}

/** The value without the member at a path. */
function without(value: Record<string, unknown>, path: string[]): Record<string, unknown> {
  const [first, ...rest] = path;
  const copy = { ...value };
  if (rest.length === 0) delete copy[first!];
  else copy[first!] = without(copy[first!] as Record<string, unknown>, rest);
  return copy;
}

test('a complete resource passes', () => {
  fc.assert(
    fc.property(anyResource, (resource) => {
      expect(check(resource)).toEqual({ absent: [], wrong: null });
    }),
  );
});

test.each(kindNames)('a fact of %s that is neither present nor listed is noticed, at every level', (kind) => {
  const whole = plainResource(kind, 'x');
  for (const path of factPaths(shapeOf(kind))) {
    const facts = without(whole.facts, path.split('.'));
    expect(check({ ...whole, facts })).toEqual({ absent: [path], wrong: null });
    const missing = { [path]: 'timeout' as const };
    expect(check({ ...whole, facts, missing })).toEqual({ absent: [], wrong: null });
    expect(check({ ...whole, missing }).wrong).toContain('listed as missing and present');
  }
});

test('without any facts all are absent', () => {
  const { absent } = check({ ...plainResource('swarm', 'x'), facts: {} });
  expect(absent).toEqual(Object.keys(kinds.swarm.shape).sort());
});

test('a listed ancestor does not stand for a member that is absent, and a member not for its ancestor', () => {
  const whole = plainResource('container', 'x');
  const missing = { 'engine.sockets': 'timeout' as const };
  expect(check({ ...whole, facts: without(whole.facts, ['engine']), missing }).absent).toEqual(['engine']);
});

test('an empty object lacks all its members', () => {
  const whole = plainResource('container', 'x');
  const members = factPaths(shapeOf('container')).filter((path) => path.startsWith('engine.'));
  expect(check({ ...whole, facts: { ...whole.facts, engine: {} } }).absent).toEqual(members);
});

test('a member of a list item cannot be left out', () => {
  const whole = plainResource('container', 'x');
  const facts = { ...whole.facts, tmpfs: [{ name: '/tmp' }] };
  expect(check({ ...whole, facts }).absent).toEqual(['tmpfs.value']);
});

test.each<[string, (text: string) => string]>([
  ['an unknown fact', (text) => text.replace(',"managers":0', ',"managers":0,"masters":0')],
  ['a repeated fact', (text) => text.replace(',"managers":0', ',"managers":0,"managers":1')],
  ['facts out of order', (text) => text.replace(',"managers":0,"nodes":0', ',"nodes":0,"managers":0')],
  ['a wrong type', (text) => text.replace('"managers":0', '"managers":"0"')],
  ['null where it is not allowed', (text) => text.replace('"managers":0', '"managers":null')],
  ['a fraction', (text) => text.replace('"managers":0', '"managers":0.5')],
  ['an exponent', (text) => text.replace('"managers":0', '"managers":1e3')],
  ['minus zero', (text) => text.replace('"managers":0', '"managers":-0')],
  ['a leading zero', (text) => text.replace('"managers":0', '"managers":01')],
  ['an integer beyond 2^53', (text) => text.replace('"managers":0', '"managers":9007199254740992')],
  ['white space', (text) => text.replace('"managers":0', '"managers": 0')],
  ['a trailing comma', (text) => text.replace(/\}$/, ',}')],
  ['something behind the object', (text) => `${text}{}`],
  ['an open end', (text) => text.slice(0, -1)],
  ['an unknown word', (text) => text.replace('"externalAuthority":false', '"externalAuthority":falsy')],
  ['a control character', (text) => text.replace('"createdAt":"text"', '"createdAt":"te\txt"')],
  ['an unknown escape', (text) => text.replace('"createdAt":"text"', '"createdAt":"te\\xxt"')],
])('%s is refused', (_, change) => {
  const { facts, ...head } = plainResource('swarm', 'x');
  const text = resourceText({ ...head, target: 1 } as Head, facts);
  expect(checkText('swarm', text).wrong).toBeNull();
  expect(change(text)).not.toBe(text);
  expect(checkText('swarm', change(text)).wrong).not.toBeNull();
});

test('the largest integers pass', () => {
  const whole = plainResource('swarm', 'x');
  const facts = { ...whole.facts, managers: Number.MAX_SAFE_INTEGER, nodes: Number.MIN_SAFE_INTEGER };
  expect(check({ ...whole, facts })).toEqual({ absent: [], wrong: null });
});

test('names of a newer version are passed over only where that is asked for', () => {
  const whole = plainResource('swarm', 'x');
  const facts = { ...whole.facts, future: { a: [1, { b: 'x' }] } };
  expect(check({ ...whole, facts }).wrong).toContain('"future" is no fact');
  expect(check({ ...whole, facts }, { allowUnknown: true })).toEqual({ absent: [], wrong: null });
});

test('whatever passes after a change of some bytes is JSON and fits the schema', () => {
  const bytes = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Buffer.from('{}[]",:0129-ntf\\ue\u0001 ax'))), {
    minLength: 1,
    maxLength: 3,
  });
  let passed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...kindNames), bytes, (kind: KindName, changes) => {
      const { facts, ...head } = plainResource(kind, 'x');
      const line = Buffer.from(resourceText({ ...head, target: 1 } as Head, facts));
      const { factsOffset } = readHead(line);
      for (const [at, byte] of changes) line[factsOffset + (at % (line.length - factsOffset))] = byte;
      const found = checkFacts(line, factsOffset, shapeOf(kind), {}, { allowUnknown: false });
      if (found.wrong !== null || found.absent.length > 0) return;
      passed += 1;
      const read = JSON.parse(`{${line.subarray(factsOffset + 1)}`);
      const issues = kinds[kind].safeParse(read).error?.issues ?? [];
      expect(issues.filter((issue) => issue.code !== 'invalid_value' && issue.code !== 'invalid_format')).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  expect(passed).toBeGreaterThan(0);
});
