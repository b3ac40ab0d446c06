import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Head, kindNames, parseResource, readHead } from '../../../engine/index.ts';
import { resourceText } from '../../../engine/snapshot/line.ts';
import { resourcesOf } from './resources.ts';

const anyResource = fc.oneof(...kindNames.map(resourcesOf));

test('the head is read back from a line, whatever stands in its strings', () => {
  fc.assert(
    fc.property(anyResource, fc.integer({ min: 1, max: 99999 }), ({ facts, ...rest }, target) => {
      const head: Head = { ...rest, target };
      const line = Buffer.from(resourceText(head, facts));
      const read = readHead(line);
      expect(read.head).toEqual(JSON.parse(JSON.stringify(head)));
      expect(JSON.parse(`{"a":0${line.subarray(read.factsOffset)}`)).toEqual({
        a: 0,
        ...JSON.parse(JSON.stringify(facts)),
      });
      expect(parseResource(line)).toEqual(JSON.parse(JSON.stringify({ ...head, ...facts })));
    }),
    { numRuns: 200 },
  );
});

test('a line without a head is refused', () => {
  for (const text of ['', '{}', '{"kind":"host"}', '{"a":"x","target":"1"}', 'x,"target":1}']) {
    expect(() => readHead(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'snapshot-invalid' }));
  }
  for (const text of ['', '[]', 'null', '{"a":']) {
    expect(() => parseResource(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'snapshot-invalid' }));
  }
});
