import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { assetPath } from '../../root.ts';
import { pageOf, sampleInput, tagsOf } from './support.ts';

const pages = [
  ['incomplete', {}],
  ['complete', { complete: true }],
  ['hostile', { hostile: true }],
  ['large', { extra: 500 }],
] as const;

describe.each(pages)('the %s page can be read by everybody', (_name, options) => {
  test('headings go down one level at a time, under one h1', async () => {
    const levels = tagsOf(await pageOf(sampleInput(options)))
      .filter(({ name, closing }) => /^h[1-6]$/.test(name) && !closing)
      .map(({ name }) => Number(name[1]));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels[0]).toBe(1);
    const jumps = levels.filter((level, index) => index > 0 && level > levels[index - 1]! + 1);
    expect(jumps).toEqual([]);
  });

  test('ids are unique and every reference leads somewhere', async () => {
    const tags = tagsOf(await pageOf(sampleInput(options)));
    const ids = tags.flatMap((tag) => tag.attributes.get('id') ?? []);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const named = tags.flatMap((tag) => tag.attributes.get('aria-labelledby')?.split(' ') ?? []);
    const linked = tags.flatMap((tag) => tag.attributes.get('href') ?? []).filter((link) => link.startsWith('#'));
    const wanted = [...named, ...linked.map((link) => link.slice(1))];
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
    expect(linked.length).toBeGreaterThan(20);
  });

  test('landmarks are there once, and pictures have a name', async () => {
    const page = await pageOf(sampleInput(options));
    const open = tagsOf(page).filter((tag) => !tag.closing);
    const count = (name: string) => open.filter((tag) => tag.name === name).length;
    expect(['html', 'header', 'nav', 'main', 'footer'].map(count)).toEqual([1, 1, 1, 1, 1]);
    expect(open[0]!.attributes.get('lang')).toBe('en');
    const pictures = [...page.matchAll(/<svg[^>]*role="img"[^>]*>\s*<title/g)].length;
    expect(pictures).toBe(open.filter((tag) => tag.name === 'svg' && tag.attributes.get('role') === 'img').length);
    const unnamed = open.filter(
      (tag) => tag.name === 'svg' && !tag.attributes.has('role') && tag.attributes.get('overflow') !== 'visible',
    );
    expect(unnamed).toEqual([]);
    expect(open.filter((tag) => tag.name === 'th' && tag.attributes.get('scope') !== 'col')).toEqual([]);
  });
});

test('text has a contrast of 4.5:1 in both schemes', async () => {
  const style = await readFile(assetPath('templates', 'report', 'report.css'), 'utf8');
  const [light, dark] = [...style.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) => variables(body!));
  const grounds = ['paper', 'sheet', 'unknown-ground'];
  const inks = [
    'ink',
    'soft',
    'sea',
    'critical',
    'high',
    'medium',
    'low',
    'info',
    'pass',
    'fail',
    'unknown',
    'manual',
    'accepted',
    'evidence',
    'none',
  ];
  for (const scheme of [light!, { ...light!, ...dark! }]) {
    const poor = grounds.flatMap((ground) =>
      inks
        .map((ink) => ({ ink, ground, ratio: contrast(scheme[ink]!, scheme[ground]!) }))
        .filter(({ ratio }) => ratio < 4.5),
    );
    expect(poor).toEqual([]);
  }
});

test('the printed scheme is the light one', async () => {
  const style = await readFile(assetPath('templates', 'report', 'report.css'), 'utf8');
  const [light, , printed] = [...style.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) => variables(body!));
  expect(printed).toEqual(light);
});

function variables(body: string): Record<string, string> {
  return Object.fromEntries([...body.matchAll(/--([\w-]+):(#[0-9a-f]{3,6})/g)].map(([, name, value]) => [name, value]));
}

/** WCAG 2.2, contrast ratio of two colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const hex =
    colour.length === 4
      ? Array.from(colour.slice(1))
          .map((digit) => digit + digit)
          .join('')
      : colour.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
