import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportInput } from '../../reports/index.ts';
import type { SampleOptions } from '../support/sample-result.ts';
import { hostileStrings } from '../support/sample-world.ts';
import { deceptive, pageOf, sampleInput, tagsOf } from './support.ts';

/** The sample with one text in every place that an inspected system or a careless operator fills. */
function everywhere(text: string, options: SampleOptions = {}): ReportInput {
  const input = sampleInput(options);
  const { result, run } = input;
  for (const resource of result.resources) {
    resource.name = text;
    resource.labels = { ...resource.labels, owner: text };
  }
  for (const outcome of result.outcomes) {
    for (const reason of outcome.reasons) reason.message = text;
    for (const question of outcome.questions) question.text = text;
    for (const finding of outcome.findings) {
      finding.message = text;
      finding.location = { file: text };
      finding.evidence = [{ fact: text, value: text }];
    }
  }
  for (const target of result.targets) {
    target.name = text;
    target.problems = [{ code: text, message: text, subject: text, limit: text }];
  }
  for (const found of result.found) found.path = text;
  for (const rule of result.rules) {
    rule.title = text;
    rule.description = text;
    rule.remediation = text;
    rule.references = [text];
    rule.fixes = { compose: text, shell: text, dockerfile: text, daemonJson: text };
    rule.aliases = { [text]: text };
  }
  for (const framework of result.frameworks)
    for (const control of framework.controls) {
      control.title = text;
      control.limits = text;
      control.question = text;
    }
  for (const answer of result.attestations) {
    answer.answer = text;
    answer.by = text;
    answer.on = text;
    answer.provider = text;
    answer.until = text;
    answer.scope = [text];
    answer.evidence = [{ text }, { file: text, digest: text }];
  }
  for (const fact of result.facts ?? [])
    for (const resource of fact.resources) {
      resource.key = text;
      resource.value = { [text]: text };
    }
  for (const outcome of result.outcomes) outcome.reasons.push({ code: 'lapsed', message: text });
  for (const waiver of [...result.waivers.applied, ...result.waivers.expired]) waiver.reason = text;
  return {
    result,
    run: { ...run!, command: ['plimsoll', 'audit', text], exitReason: text },
    settings: { entity: text, system: text, classification: text, distribution: [text] },
  };
}

/** Tags and names of attributes: what a text could only change by breaking out of its place. */
function skeleton(page: string): string[] {
  return tagsOf(page).map(
    ({ name, closing, attributes }) => `${closing ? '/' : ''}${name} ${[...attributes.keys()].join(' ')}`,
  );
}

describe('a page is safe to open', () => {
  test('it loads nothing and runs nothing', async () => {
    const page = await pageOf(sampleInput({ hostile: true }));
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = tagsOf(page)
      .map(({ attributes }) => attributes)
      .find((attributes) => attributes.get('http-equiv') === 'Content-Security-Policy')!
      .get('content')!
      .replaceAll('&#x27;', "'")
      .replaceAll('&#x3D;', '=');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    const tags = tagsOf(page).filter((tag) => !tag.closing);
    const forbidden = ['script', 'link', 'iframe', 'object', 'embed', 'form', 'base', 'audio', 'video', 'img'];
    expect(tags.filter(({ name }) => forbidden.includes(name))).toEqual([]);
    const attributes = tags.flatMap((tag) => [...tag.attributes.keys()]);
    expect(attributes.filter((name) => /^on|^(style|src|srcset|srcdoc|action|background)$/.test(name))).toEqual([]);
    expect(style).not.toMatch(/@import|url\((?!#)/);
    const links = tags.filter(({ name }) => name === 'a').map((tag) => tag.attributes.get('href')!);
    expect(links.filter((link) => !/^(#|https?:\/\/)/.test(link))).toEqual([]);
  });

  test.each(hostileStrings)('%j changes no markup', async (text) => {
    expect(skeleton(await pageOf(everywhere(text)))).toEqual(skeleton(await pageOf(everywhere('plain'))));
  });

  test.each(hostileStrings)('%j changes no markup of the benchmark report', async (text) => {
    const page = (said: string) => pageOf({ ...everywhere(said, { editions: true }), template: 'benchmark' });
    const hostile = await page(text);
    expect(skeleton(hostile)).toEqual(skeleton(await page('plain')));
    expect(hostile.match(deceptive) ?? []).toEqual([]);
  });

  test('no text changes the markup', { timeout: 300_000 }, async () => {
    const expected = skeleton(await pageOf(everywhere('plain')));
    const nasty = fc.constantFrom('<', '>', '"', "'", '&', '`', '=', '</pre>', '{{', '}}', '\u202E', '\n', '\0', 'x');
    const texts = fc.oneof(
      fc.array(nasty, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const page = await pageOf(everywhere(text));
        expect(skeleton(page)).toEqual(expected);
        // Nothing that steers a terminal, hides or turns the direction of reading is left.
        expect(page.match(deceptive) ?? []).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('a link of a rule that is no web address is text', async () => {
    const input = sampleInput();
    for (const rule of input.result.rules)
      rule.references = ['javascript:alert(1)', 'data:text/html,x', 'https://example.org/a'];
    const links = tagsOf(await pageOf(input)).flatMap((tag) => tag.attributes.get('href') ?? []);
    expect([...new Set(links.filter((link) => !link.startsWith('#')))]).toEqual(['https://example.org/a']);
  });
});
