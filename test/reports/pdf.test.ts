import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf, limitsWith, splitResult } from '../../engine/index.ts';
import { renderReport } from '../../reports/index.ts';
import { createPdfPort, type PdfPort } from '../../service/browser.ts';
import { findBrowser, findOnPath, skipUnless } from '../support/real-parts.ts';
import { sampleInput } from './support.ts';

const run = promisify(execFile);
const browser = findBrowser();
const poppler = findOnPath('pdftotext') && findOnPath('pdfinfo') && findOnPath('pdfdetach');
const withBrowser = skipUnless(browser, 'printing needs a Chromium on PATH');
const withBoth = skipUnless(browser && poppler, 'looking into a PDF needs a Chromium and poppler-utils');
const root = process.getuid?.() === 0;
const plain = { title: 'page', header: '<span></span>', footer: '<span></span>' };

let folder: string;
const temporary = process.env['TMPDIR'];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-pdf-'));
  // The browser's user passes through; its own folders lie below.
  await chmod(folder, 0o711);
  process.env['TMPDIR'] = folder;
});
afterAll(async () => {
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
  await rm(folder, { recursive: true });
});

function port(limits = {}): PdfPort {
  return createPdfPort({ limits: limitsWith(limits), environment: process.env });
}

async function printed(name: string, pdf: PdfPort): Promise<{ file: string; bytes: Uint8Array }> {
  const [report] = await renderReport('pdf', sampleInput(), pdf);
  const file = path.join(folder, name);
  await writeFile(file, report!.bytes);
  return { file, bytes: report!.bytes };
}

async function textOf(file: string): Promise<string> {
  return (await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 64 * 1024 * 1024 })).stdout;
}

describe('the printed report', withBoth, () => {
  let file: string;
  let first: Uint8Array;
  const pdf = port();
  beforeAll(async () => {
    ({ file, bytes: first } = await printed('first.pdf', pdf));
  });

  test('has page number, digest and classification on every page', async () => {
    const pages = (await textOf(file)).split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(5);
    const digest = digestOf(splitResult(sampleInput().result).files[0]!.bytes);
    const lacking = pages
      .map((text, index) =>
        [`page ${index + 1} of ${pages.length}`, `result ${digest}`, 'INTERNAL'].filter(
          (words) => !text.includes(words),
        ),
      )
      .filter((words) => words.length > 0);
    expect(lacking).toEqual([]);
  });

  test('tells what was not looked at on page one, above the score', async () => {
    const [page] = (await textOf(file)).split('\f');
    const places = ['Incomplete: 22 of 176 checks', '51–63 %', 'What to do'].map((words) => page!.indexOf(words));
    expect(places.includes(-1)).toBe(false);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('keeps tags, language and outline, and has the dates of the result', async () => {
    const { stdout } = await run('pdfinfo', [file], { env: { ...process.env, TZ: 'UTC' } });
    const lines = Object.fromEntries([...stdout.matchAll(/^(\w+): +(.*)$/gm)].map(([, name, value]) => [name, value]));
    expect({
      Tagged: lines['Tagged'],
      JavaScript: lines['JavaScript'],
      Title: lines['Title'],
      CreationDate: lines['CreationDate'],
      ModDate: lines['ModDate'],
    }).toEqual({
      Tagged: 'yes',
      JavaScript: 'no',
      Title: 'shop / production · container compliance report · 22 Nov 2026',
      CreationDate: 'Sun Nov 22 05:00:00 2026 UTC',
      ModDate: 'Sun Nov 22 05:00:00 2026 UTC',
    });
    const raw = Buffer.from(first).toString('latin1');
    expect(raw).toMatch(/\/Lang ?\(en\)/);
    expect(raw).toMatch(/\/Outlines \d+ 0 R/);
    const structure = (await run('pdfinfo', ['-struct', file], { maxBuffer: 64 * 1024 * 1024 })).stdout;
    expect(
      ['H1', 'H2', 'H3', 'Table', 'TH', 'L'].filter((tag) => !new RegExp(`^ *${tag}\\b`, 'm').test(structure)),
    ).toEqual([]);
  });

  test('carries result.json as it is', async () => {
    const target = path.join(folder, 'attached.json');
    await run('pdfdetach', ['-save', '1', '-o', target, file]);
    expect(digestOf(await readFile(target))).toBe(digestOf(splitResult(sampleInput().result).files[0]!.bytes));
  });

  test('is the same bytes each time', async () => {
    const again = await printed('again.pdf', port());
    expect(digestOf(again.bytes)).toBe(digestOf(first));
  });

  test('was printed by somebody who is not root', () => {
    const description = pdf.describe()!;
    expect(description.version).toMatch(/Chrome\/\d+/);
    if (root) expect(description.user).toBe('nobody');
    else expect(description.user).not.toBe('root');
  });
});

describe('the browser', withBrowser, () => {
  test('loads nothing, whatever the page asks for', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = `<!doctype html><html lang="en"><head><title>x</title><link rel="stylesheet" href="${at}/style">
      <style>@import "${at}/import"; body{background:url(${at}/background)} @font-face{font-family:f;src:url(${at}/font)} p{font-family:f}</style></head>
      <body><p>text</p><img src="${at}/image"><iframe src="${at}/frame"></iframe><img src="file:///etc/hostname">
      <object data="${at}/object"></object><script src="${at}/script"></script></body></html>`;
    const bytes = await port().renderPdf(page, plain);
    server.close();
    expect(asked).toEqual([]);
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
  });

  test('runs no script', withBoth, async () => {
    const page =
      '<!doctype html><html lang="en"><title>x</title><p id="p">before</p><script>document.getElementById("p").textContent="ran"</script></html>';
    const file = path.join(folder, 'script.pdf');
    await writeFile(file, await port().renderPdf(page, plain));
    expect((await textOf(file)).trim()).toBe('before');
  });

  test('is ended at the deadline, by the name of the limit, and leaves nothing behind', async () => {
    const late = port({ pdfMilliseconds: 1 }).renderPdf('<p>x</p>', plain);
    await expect(late).rejects.toMatchObject({
      code: 'limit-reached',
      message: expect.stringContaining('pdfMilliseconds'),
    });
    expect((await readdir(folder)).filter((name) => name.startsWith('plimsoll-browser-'))).toEqual([]);
  });

  test('is nobody where we are root, and inherits no variable of ours', async () => {
    const script = path.join(folder, 'tells-who-it-is');
    await writeFile(
      script,
      '#!/bin/sh\necho "uid $(id -u), groups $(id -G), variables $(env | cut -d= -f1 | sort | tr "\\n" " ")" >&2\n',
    );
    await chmod(script, 0o755);
    process.env['PLIMSOLL_CANARY'] = 'secret';
    const told = createPdfPort({ executable: script, limits: limitsWith(), environment: process.env });
    const error = await told.renderPdf('<p>x</p>', plain).catch((thrown: Error) => thrown);
    delete process.env['PLIMSOLL_CANARY'];
    const who = root ? 'uid 65534, groups 65534' : `uid ${process.getuid?.()}`;
    expect((error as Error).message).toContain(who);
    expect((error as Error).message).toMatch(/variables HOME LANG (OLDPWD )?PATH PWD TMPDIR TZ( _)?$/);
  });

  test('that ends by itself is an error that says so', async () => {
    const broken = createPdfPort({ executable: '/bin/false', limits: limitsWith(), environment: {} });
    await expect(broken.renderPdf('<p>x</p>', plain)).rejects.toMatchObject({ code: 'format-failed' });
    expect(broken.describe()).toBeNull();
  });
});

describe('a browser that is named', () => {
  test.each([
    ['the configuration', { executable: '/nowhere/chromium' }, {}],
    ['PUPPETEER_EXECUTABLE_PATH', {}, { PUPPETEER_EXECUTABLE_PATH: '/nowhere/chromium' }],
  ])('by %s and is not there is an error, not another browser', async (where, options, environment) => {
    const missing = createPdfPort({ ...options, limits: limitsWith(), environment });
    await expect(missing.renderPdf('<p>x</p>', plain)).rejects.toMatchObject({
      code: 'browser-missing',
      message: `the browser that ${where} names cannot be run: /nowhere/chromium`,
    });
  });
});
