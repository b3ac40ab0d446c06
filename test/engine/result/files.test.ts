import { expect, test } from 'vitest';
import {
  canonicalJson,
  combine,
  digestOf,
  limitsWith,
  parseResult,
  type Result,
  splitResult,
} from '../../../engine/index.ts';
import { contextOf, partOf, ruleOf } from './world.ts';

const world = {
  rules: [ruleOf('one')],
  targets: [{ seen: { container: ['a', 'b', 'c'] } }],
  verdicts: { one: { a: 'fail', b: 'fail' } },
} as const;
const result = combine([partOf(world)], contextOf(world));
const tight = limitsWith({ resultInlineResources: 2, resultInlineOutcomes: 1 });

function codeOf(work: () => Result): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

test('a short result is one canonical file that reads back the same', () => {
  const { files } = splitResult(result);
  expect(files.map((file) => file.name)).toEqual(['result.json']);
  const text = Buffer.from(files[0]!.bytes).toString();
  expect(text).toBe(`${canonicalJson(result)}\n`);
  expect(parseResult(text)).toEqual(result);
});

test('lists beyond their limit stand in files beside it, named with their digest, and read back the same', () => {
  const { document, files } = splitResult(result, tight);
  expect(files.map((file) => file.name)).toEqual(['result.json', 'resources.ndjson', 'outcomes.ndjson']);
  expect(JSON.parse(Buffer.from(files[0]!.bytes).toString())).toEqual(JSON.parse(canonicalJson(document)));
  expect([document.resources, document.outcomes]).toEqual([[], []]);
  expect(document.siblings).toEqual([
    { name: 'resources.ndjson', digest: digestOf(files[1]!.bytes), lines: 3 },
    { name: 'outcomes.ndjson', digest: digestOf(files[2]!.bytes), lines: 2 },
  ]);
  const sibling = (name: string) => files.find((file) => file.name === name)!.bytes;
  expect(parseResult(Buffer.from(files[0]!.bytes).toString(), { sibling })).toEqual({
    ...result,
    siblings: document.siblings,
  });
});

test('a label named __proto__ is there when a result is read back', () => {
  const labels = JSON.parse('{"__proto__":"x","constructor":"y"}');
  const text = canonicalJson({ ...result, resources: result.resources.map((each) => ({ ...each, labels })) });
  expect(text).toContain('"labels":{"__proto__":"x","constructor":"y"}');
  expect(canonicalJson(parseResult(text))).toBe(text);
});

test('a list exactly at its limit stays inside', () => {
  expect(splitResult(result, limitsWith({ resultInlineResources: 3, resultInlineOutcomes: 2 })).files).toHaveLength(1);
});

test('a result without its other files, or with others, is refused: it would look better than it is', () => {
  const { files } = splitResult(result, tight);
  const text = Buffer.from(files[0]!.bytes).toString();
  expect(codeOf(() => parseResult(text))).toBe('result-invalid');
  expect(codeOf(() => parseResult(text, { sibling: () => new Uint8Array() }))).toBe('result-invalid');
  const better = (name: string) =>
    Buffer.from(
      Buffer.from(files.find((file) => file.name === name)!.bytes)
        .toString()
        .replace('"fail"', '"pass"'),
    );
  expect(codeOf(() => parseResult(text, { sibling: better }))).toBe('result-invalid');
  const foreign = text.replaceAll('outcomes.ndjson', '../outcomes.ndjson');
  expect(codeOf(() => parseResult(foreign, { sibling: () => files[2]!.bytes }))).toBe('result-invalid');
});

test('what is no result is said so, with the place in it', () => {
  expect(codeOf(() => parseResult('{'))).toBe('json-invalid');
  expect(codeOf(() => parseResult('{}'))).toBe('result-invalid');
  const broken = canonicalJson({ ...result, summary: { ...result.summary, complete: 'yes' } });
  expect(() => parseResult(broken, { file: 'r.json' })).toThrow(
    expect.objectContaining({ message: expect.stringContaining('summary.complete'), place: { file: 'r.json' } }),
  );
});
