import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDockerfile } from '../../../collectors/dockerfile/index.ts';
import { lexDockerfile } from '../../../collectors/dockerfile/lexer/index.ts';
import { conformance, skipUnless } from '../../support/real-parts.ts';
import { dump } from './dump.ts';

const folder = conformance('dockerfiles');
const why = "BuildKit's Dockerfiles are not beside the checkout";

function casesOf(name: string): string[] {
  return folder === null ? [] : readdirSync(path.join(folder, name)).sort();
}

function textOf(...segments: string[]): string {
  return readFileSync(path.join(folder ?? '', ...segments), 'utf8');
}

describe("BuildKit's own cases", skipUnless(folder, why), () => {
  test.for(casesOf('testfiles'))('%s gives the tree beside it', (name) => {
    const { instructions, failure } = lexDockerfile(textOf('testfiles', name, 'Dockerfile'));
    expect(failure).toBeNull();
    expect(instructions.map(dump).join('\n')).toBe(textOf('testfiles', name, 'result').trim());
  });

  test.for(casesOf('testfiles-negative'))('%s is rejected', (name) => {
    const text = textOf('testfiles-negative', name, 'Dockerfile');
    expect(lexDockerfile(text).failure).not.toBeNull();
    const { facts, missing, problems } = parseDockerfile(text);
    expect(missing).toEqual({ stages: 'parse-error', instructions: 'parse-error' });
    expect(Object.keys(facts)).toEqual(['escape', 'syntax']);
    expect(problems.map(({ code }) => code)).toEqual(['dockerfile-invalid']);
  });

  test('every instruction begins and ends on its lines', () => {
    const { instructions } = lexDockerfile(textOf('testfile-line', 'Dockerfile'));
    expect(instructions.map(({ name, line, endLine }) => [name, line, endLine])).toEqual([
      ['FROM', 5, 5],
      ['ENV', 11, 12],
      ['RUN', 17, 31],
    ]);
  });
});
