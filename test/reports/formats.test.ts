import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { digestOf, limitsWith, PlimsollError, parseResult } from '../../engine/index.ts';
import { formatIds, ReportSettings, renderReport } from '../../reports/index.ts';
import { noPorts, pageOf, sampleInput } from './support.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function templateFolder(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-templates-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

describe('formats', () => {
  test('an unknown one is refused with the list of those there are', async () => {
    const refusal = await renderReport('docx', sampleInput(), noPorts).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PlimsollError);
    const { code, next } = refusal as PlimsollError;
    expect([code, next]).toEqual(['usage', `Known formats: ${formatIds.join(', ')}.`]);
    await expect(renderReport('toString', sampleInput(), noPorts)).rejects.toMatchObject({ code: 'usage' });
  });

  test('json is the result in its canonical form, long lists in files beside it', async () => {
    const input = { ...sampleInput(), limits: limitsWith({ resultInlineOutcomes: 10 }) };
    const files = await renderReport('json', input, noPorts);
    expect(files.map((file) => file.name)).toEqual(['result.json', 'outcomes.ndjson']);
    const bytes = new Map(files.map((file) => [file.name, file.bytes]));
    const text = new TextDecoder().decode(bytes.get('result.json'));
    const again = parseResult(text, { sibling: (name) => bytes.get(name)! });
    expect({ ...again, siblings: [] }).toEqual(input.result);
    const page = await pageOf(input);
    expect([digestOf(text), digestOf(bytes.get('outcomes.ndjson')!)].map((digest) => page.includes(digest))).toEqual([
      true,
      true,
    ]);
  });

  test('equal inputs give equal pages', async () => {
    expect(await pageOf(sampleInput({ hostile: true }))).toBe(await pageOf(sampleInput({ hostile: true })));
  });
});

describe("a team's own templates", () => {
  test('replace the shipped ones file by file', async () => {
    const template = await templateFolder({ 'contents.hbs': '<nav aria-label="Contents">{{title}} &amp; ours</nav>' });
    const page = await pageOf({ ...sampleInput(), template });
    expect(page).toContain(
      '<nav aria-label="Contents">shop / production · container compliance report · 22 Nov 2026 &amp; ours</nav>',
    );
    expect(page).toContain('id="findings"');
  });

  test.each([
    ['an unescaped value', '{{{title}}}', 'configuration-invalid'],
    ['an unescaped value written with &', '{{& title}}', 'configuration-invalid'],
    ['an unescaped value behind a tilde', '{{~{title}~}}', 'configuration-invalid'],
    ['broken syntax', '{{#if title}}', 'configuration-invalid'],
  ])('with %s are refused', async (_what, text, code) => {
    const template = await templateFolder({ 'contents.hbs': text });
    await expect(pageOf({ ...sampleInput(), template })).rejects.toMatchObject({ code });
  });

  test('that name what the view lacks fail rather than print nothing', async () => {
    const template = await templateFolder({ 'contents.hbs': '{{titel}}' });
    await expect(pageOf({ ...sampleInput(), template })).rejects.toThrow(/titel/);
  });

  test('that are not there are an error with the folder', async () => {
    await expect(pageOf({ ...sampleInput(), template: '/nowhere/templates' })).rejects.toMatchObject({
      code: 'file-unreadable',
      message: 'the templates in /nowhere/templates cannot be read',
    });
  });
});

test('templates hold no logic but the built-in blocks', async () => {
  const { readdir } = await import('node:fs/promises');
  const { assetPath } = await import('../../root.ts');
  const used = new Set<string>();
  for (const folder of ['report', 'benchmark'].map((name) => assetPath('templates', name))) {
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.hbs'))) {
      const text = await readFile(path.join(folder, name), 'utf8');
      for (const [, block] of text.matchAll(/\{\{#(\w+)/g)) used.add(block!);
    }
  }
  expect([...used].sort()).toEqual(['each', 'if', 'with']);
});

test('a logo is a picture inside the page and nothing else', () => {
  const accepted = [
    'data:image/png;base64,AAAA',
    'https://example.org/logo.png',
    'data:text/html;base64,AAAA',
    'javascript:x',
  ].map((logo) => ReportSettings.safeParse({ logo }).success);
  expect(accepted).toEqual([true, false, false, false]);
});
