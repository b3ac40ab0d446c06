import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secretInspector, secretPatterns } from '../../../collectors/secrets/index.ts';
import { leastRun, textParts } from '../../../collectors/secrets/text-parts.ts';
import { limitsWith } from '../../../engine/index.ts';
import { samplesOf } from './samples.ts';

const tokens = secretPatterns.filter(({ place }) => place === 'token');

test('every token begins with a run that is long enough', () => {
  const short = tokens.flatMap((pattern) =>
    samplesOf(pattern, 50).filter((sample) => !new RegExp(`^[ -~]{${leastRun}}`).test(sample)),
  );
  expect(short).toEqual([]);
});

test('runs that are long enough are in the parts, and parts begin and end with one', () => {
  const noise = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
  const run = fc.integer({ min: leastRun - 2, max: 60 }).map((length) => 'x'.repeat(length));
  const far = fc.constant('\0'.repeat(2000));
  fc.assert(
    fc.property(fc.array(fc.oneof(noise, run, far), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const runs = [...text.matchAll(new RegExp(`[ -~]{${leastRun},}`, 'g'))].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
      }));
      const expected: typeof runs = [];
      for (const each of runs) {
        const last = expected.at(-1);
        if (last !== undefined && each.start - last.end <= 1024) last.end = each.end;
        else expected.push(each);
      }
      expect(textParts(Buffer.from(text, 'latin1'))).toEqual(expected);
    }),
    { seed: 11, numRuns: 500 },
  );
});

test.for(tokens.map((pattern) => ({ id: pattern.id, pattern })))('finds $id in a program', ({ id, pattern }) => {
  const missed: string[] = [];
  for (const [index, sample] of samplesOf(pattern, 20).entries()) {
    const program = Buffer.concat([
      Buffer.from('\x7fELF\0'),
      Buffer.alloc(3000 + index, '\0\xffab', 'latin1'),
      Buffer.from(`\0${sample}\0-`, 'latin1'),
      Buffer.alloc(index),
    ]);
    const file = { path: 'usr/bin/program', mode: 0o755, size: program.length };
    const note = secretInspector.inspect(file, program, limitsWith());
    const found = Array.isArray(note) ? note.map((each) => each.pattern) : [];
    if (!found.includes(id)) missed.push(sample);
  }
  expect(missed).toEqual([]);
});
