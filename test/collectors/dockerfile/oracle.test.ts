import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ignorePatterns, isIgnored } from '../../../collectors/dockerfile/ignore-patterns.ts';
import { parseDockerfile } from '../../../collectors/dockerfile/index.ts';
import { type LexedInstruction, lexDockerfile } from '../../../collectors/dockerfile/lexer/index.ts';

/** What Docker's own code answered to generated texts; the version is in the name of the file. */
function casesOf<T>(name: string): T[] {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, 'cases', name), 'utf8')) as T[];
}

test("reads generated Dockerfiles as BuildKit's parser does", () => {
  const differing: string[] = [];
  const cases = casesOf<{ text: string; instructions: unknown[] | null }>('buildkit-0.33.json');
  for (const { text, instructions } of cases) {
    const lexed = lexDockerfile(text);
    const shown = lexed.failure === null ? lexed.instructions.map(withoutText) : null;
    if (!isDeepStrictEqual(shown, instructions)) differing.push(text);
  }
  expect(cases.length).toBeGreaterThan(300);
  expect(differing).toEqual([]);
});

function withoutText({ name, line, endLine, flags, words, json, child, heredocs }: LexedInstruction): unknown {
  return { name, line, endLine, flags, words, json, child: child === null ? null : withoutText(child), heredocs };
}

test("leaves out what Docker's pattern matcher leaves out", () => {
  const differing: string[] = [];
  const cases = casesOf<{ text: string; patterns: string[]; ignored: string[]; kept: string[] }>(
    'patternmatcher-0.6.json',
  );
  for (const { text, patterns, ignored, kept } of cases) {
    const read = ignorePatterns(text);
    expect(read).toEqual(patterns);
    for (const each of ignored) if (!isIgnored(each, read)) differing.push(`${text}: ${each} is kept`);
    for (const each of kept) if (isIgnored(each, read)) differing.push(`${text}: ${each} is left out`);
  }
  expect(differing).toEqual([]);
});

test('never throws, whatever a Dockerfile holds', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'FROM a\n',
      'RUN ',
      'ENV A=',
      '\\\n',
      '"',
      "'",
      '$(',
      '${',
      '`',
      '<<EOF',
      '\nEOF\n',
      '[',
      ']',
      '|',
      '&&',
      'case x in',
      '#',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      expect(parseDockerfile(text)).toEqual(parseDockerfile(text));
    }),
    { seed: 73, numRuns: 500 },
  );
});

test('what stands inside itself too deep is refused, not run into', () => {
  expect(parseDockerfile(`FROM a\n${'ONBUILD '.repeat(8000)}RUN x\n`).missing.stages).toBe('parse-error');
  expect(parseDockerfile(`ARG X\nFROM ${'${X:-'.repeat(10_000)}\n`).facts.stages?.[0]?.base).toBeNull();
});

test('time grows with the length only', () => {
  const slow: string[] = [];
  for (const piece of [
    '\\\n',
    '$(',
    '`',
    '${',
    '"',
    "'",
    ' | a',
    '<<A ',
    'case x in ',
    '((',
    'a=',
    '[',
    '\\',
    '#\n\\\n',
    '--',
    '{',
    '${A:-',
    '<<${A:-',
  ]) {
    const timeOf = (length: number) => {
      const text = `FROM a\nRUN ${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}`;
      // The best of three: other programs slow a run down, nothing makes it faster.
      const times = [1, 2, 3].map(() => {
        const start = performance.now();
        parseDockerfile(text);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    const [short, long] = [timeOf(4_000), timeOf(32_000)];
    if (long > 40 * short && long > 500) slow.push(`${piece}: ${short} ms, ${long} ms`);
  }
  expect(slow).toEqual([]);
});
