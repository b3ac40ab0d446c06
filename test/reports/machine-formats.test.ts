import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderReport } from '../../reports/index.ts';
import { assetPath } from '../../root.ts';
import { sampleResult } from '../support/sample-result.ts';

const schema = JSON.parse(readFileSync(assetPath('schema', 'result-1.json'), 'utf8'));
const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
const noBrowser = { renderPdf: () => Promise.reject(new Error('no browser here')) };

async function written(result: ReturnType<typeof sampleResult>): Promise<unknown> {
  const [file] = await renderReport('json', { result, run: null, settings: {} }, noBrowser);
  return JSON.parse(Buffer.from(file!.bytes).toString('utf8'));
}

test('result.json keeps its published schema whatever a target is called', async () => {
  const base = sampleResult({ hostile: true });
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.string()), async (text, labels) => {
      const resources = base.resources.map((resource) => ({ ...resource, name: text, labels }));
      const targets = base.targets.map((target) => ({ ...target, name: text, uri: text }));
      const document = await written({ ...base, resources, targets });
      expect(valid(document), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('the schema refuses a result with a verdict that does not exist', async () => {
  const document = (await written(sampleResult())) as { outcomes: { status: string }[] };
  document.outcomes[0]!.status = 'green';
  expect(valid(document)).toBe(false);
});
