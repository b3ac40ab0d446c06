import { expect, test } from 'vitest';
import { secretInspector, secretPatterns } from '../../../collectors/secrets/index.ts';
import type { SecretPattern } from '../../../collectors/secrets/pattern.ts';
import { limitsWith } from '../../../engine/index.ts';
import { pathFor, samplesOf } from './samples.ts';

const limits = limitsWith();

/** How a secret stands in a file. */
const forms: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  JSON: (secret) => `{\n  "first": 1,\n  "value": ${JSON.stringify(secret)}\n}\n`,
  YAML: (secret) => `first: 1\nvalue: |\n  ${secret.replaceAll('\n', '\n  ')}\n`,
  env: (secret) => `FIRST=1\nVALUE=${secret}\nLAST=2\n`,
  shell: (secret) => `#!/bin/sh\nexport VALUE='${secret}'; run "$VALUE"\n`,
};

function patternsIn(text: string, path: string): string[] {
  const bytes = Buffer.from(text);
  const note = secretInspector.inspect({ path, mode: 0o644, size: bytes.length }, bytes, limits);
  return Array.isArray(note) ? note.map(({ pattern }) => pattern) : [];
}

/** Forms a pattern can stand in: what only its own file holds stands there as it is. */
function formsFor(pattern: SecretPattern): [string, (secret: string) => string][] {
  const own = pattern.place === 'file' || pattern.id === 'npm-auth';
  return Object.entries(forms).filter(([name]) => !own || name === 'plain');
}

test('every pattern has a title of its own, and ids that are told apart', () => {
  const ids = secretPatterns.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  expect(new Set(secretPatterns.map(({ title }) => title)).size).toBe(ids.length);
});

test.for(secretPatterns.map((pattern) => ({ id: pattern.id, pattern })))(
  'finds $id in plain text, JSON, YAML, environment files and scripts',
  ({ id, pattern }) => {
    const missed: string[] = [];
    for (const [form, write] of formsFor(pattern)) {
      for (const sample of samplesOf(pattern, 20)) {
        const text = write(sample);
        if (!patternsIn(text, pathFor(pattern)).includes(id)) missed.push(`${form}: ${text}`);
      }
    }
    expect(missed).toEqual([]);
  },
);
