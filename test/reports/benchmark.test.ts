import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ResultControl } from '../../engine/index.ts';
import { checkTemplate, type ReportInput, renderReport, terminalSummary } from '../../reports/index.ts';
import { compareIds } from '../../reports/view/benchmark/editions.ts';
import { benchmarkReports } from '../../reports/view/benchmark/index.ts';
import { matchControls } from '../../reports/view/benchmark/match.ts';
import { automatedShare, decidedShare, shareText } from '../../reports/view/benchmark/shares.ts';
import type { SampleOptions } from '../support/sample-result.ts';
import { deceptive, noPorts, pageOf, sampleInput, tagsOf } from './support.ts';

function benchmarkInput(options: SampleOptions = {}): ReportInput {
  return { ...sampleInput({ editions: true, ...options }), template: 'benchmark' };
}

function benchmarkOf(input: ReportInput = benchmarkInput()) {
  return benchmarkReports(input)[0]!.view.benchmark;
}

function blockOf(id: string, input?: ReportInput) {
  return benchmarkOf(input)
    .sections.flatMap(({ controls }) => controls)
    .find((control) => control.id === id)!;
}

const plain = sampleInput().result.frameworks[0]!.controls[0]!;
function control(extra: Partial<ResultControl>): ResultControl {
  return { ...plain, rules: [], decision: 'decided', status: 'pass', assessment: 'manual', ...extra };
}

describe('the benchmark report', () => {
  test('is about the newest edition of a family, and says which others there are', () => {
    const [report, ...others] = benchmarkReports(benchmarkInput());
    expect(others).toEqual([]);
    expect(report!.view.title).toBe('shop / production · benchmark report CIS Docker 1.8.0 · 22 Nov 2026');
    expect(report!.view.benchmark.chosen).toBe(
      'CIS Docker 1.8.0 is reported, the newest edition loaded, and compared with CIS Docker 1.7.0. Also in the result, and not in this report: NIST SP 800-190, countermeasures.',
    );
  });

  test('is one file for each family that a publisher gave a status', async () => {
    const input = benchmarkInput();
    input.result.frameworks.push({ ...input.result.frameworks[0]!, id: 'cis-other-2.10' });
    const files = await renderReport('html', input, noPorts);
    expect(files.map(({ name }) => name)).toEqual(['report-cis-docker.html', 'report-cis-other.html']);
  });

  test('is refused without a framework, before anything is read', async () => {
    const input = benchmarkInput();
    input.result.frameworks = [];
    await expect(pageOf(input)).rejects.toMatchObject({ code: 'usage' });
    expect(() => checkTemplate('benchmark', 0)).toThrow(/needs a framework/);
    for (const [template, frameworks] of [['benchmark', 1] as const, ['report', 0] as const, ['./own', 0] as const])
      expect(() => checkTemplate(template, frameworks)).not.toThrow();
  });

  test('says what was not looked at first, then scope, counts, editions, controls, answers', async () => {
    const page = await pageOf(benchmarkInput());
    const marks = ['identity', 'gap', 'scope', 'summary', 'editions', 'section-1', 'section-7', 'answers', 'inputs'];
    const places = marks.map((mark) => page.search(new RegExp(`(id|class)="${mark}"`)));
    expect(places.includes(-1)).toBe(false);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('has every control once, in the order of numbers', async () => {
    const { result } = benchmarkInput();
    const wanted = result.frameworks.find(({ id }) => id === 'cis-docker-1.8')!.controls.map(({ id }) => id);
    expect(wanted.at(-1)).toBe('2.7');
    const page = await pageOf(benchmarkInput());
    const shown = [...page.matchAll(/<article class="control [a-z]+" id="control-([^"]+)"/g)].map(([, id]) => id!);
    expect(shown.toSorted()).toEqual(wanted.toSorted());
    expect(shown).toEqual(shown.toSorted(compareIds));
    expect(shown.slice(shown.indexOf('2.2'), shown.indexOf('2.15'))).toEqual(['2.2', '2.7', '2.8', '2.10']);
  });

  test('shows of a control what was looked at, where it came from, what was found and what to do', () => {
    const block = blockOf('5.13');
    expect([block.status, block.publisher, block.decision]).toEqual(['fails', 'manual', 'rules alone decide']);
    expect(block.facts).toEqual([
      { fact: 'container.readonlyRootfs', source: expect.stringContaining('HostConfig.ReadonlyRootfs') },
    ]);
    const [rule] = block.rules;
    expect(rule!.rows[0]).toMatchObject({ name: 'shop/web', times: '×6', status: 'fails' });
    expect(rule!.remediation!.lead).toBe('What to do.');
    expect(rule!.snippets[0]!.code).toContain('read_only: true');
  });

  test('tells nobody to change what was not seen to be wrong', () => {
    expect(blockOf('1.1.3').rules[0]!.remediation!.lead).toBe('If the check fails once it is made.');
    expect(blockOf('1.1.2').rules[0]!.remediation!.lead).toBe('If the answer is no.');
    expect(blockOf('7.3').rules[0]).toMatchObject({ remediation: null, snippets: [], because: 'no overlay network' });
  });

  test('shows a question with its answer, or that there is none', () => {
    const { answers } = benchmarkOf();
    expect(answers.map(({ id }) => id)).toEqual(['1.1.2', '1.2.1', '1.2.2', '2.18', '4.2', '4.4']);
    expect(blockOf('1.2.1')).toMatchObject({
      unanswered: false,
      answers: [
        {
          ...{ answer: 'satisfied', by: 'm.weber@example.org', on: '14 Sept 2026', until: '14 Sept 2027' },
          ...{ provider: null, scope: 'web-01', lapses: true },
          evidence: [
            { text: 'Measured on 12 September, 3 of 214 points open', digest: null },
            { text: 'baseline/web-01.html', digest: expect.stringMatching(/^sha256:/) },
          ],
        },
      ],
    });
    expect(blockOf('2.18')).toMatchObject({ unanswered: true, answers: [] });
    expect(blockOf('1.1.2').questions[0]!.evidence[0]!.source).toContain('/etc/group');
  });

  test('shows the facts that the framework names beside a question, with where they come from', async () => {
    expect(blockOf('1.2.1').named).toEqual([
      {
        ...{ fact: 'host.kernel', source: expect.stringContaining('osrelease'), more: null, none: false },
        values: [{ of: '', value: '"6.1.0-28-amd64"', cut: false, missing: null }],
      },
    ]);
    expect(blockOf('4.2').named[0]).toMatchObject({
      values: [
        { value: '["nginx:1.27"]', missing: null },
        { value: '', missing: 'permission denied' },
      ],
      more: '12',
    });
    const page = await pageOf(benchmarkInput());
    expect(page).toMatch(/host\.kernel<br>[\s\S]*?6\.1\.0-28-amd64/);
    expect(page).toMatch(/not read: permission denied/);
  });

  test('shows until when an answer holds, and what shows it, in the table of answers', async () => {
    const page = await pageOf(benchmarkInput());
    const table = page.slice(page.indexOf('id="answers"'));
    expect(table).toMatch(/14 Sept 2027, or until its facts change<br>Measured on 12 September/);
    expect(table).toMatch(/baseline\/web-01\.html<br><span class="mono soft">sha256:/);
  });

  test('keeps the facts of a question that was answered, and names an answer that does not count', () => {
    const input = benchmarkInput();
    const asked = input.result.outcomes.find(({ rule }) => rule === 'plimsoll/host-docker-group-trusted')!;
    Object.assign(asked, { status: 'pass', origin: 'attestation' });
    asked.reasons.push({ code: 'lapsed', message: 'the answer by ann of 2025-01-01 does not count: too old' });
    expect(blockOf('1.1.2', input)).toMatchObject({
      questions: [{ evidence: [{ source: expect.stringContaining('/etc/group') }] }],
      lapsed: ['The answer by ann of 2025-01-01 does not count: too old.'],
    });
  });

  test('asks nothing where rules settled it', () => {
    const input = benchmarkInput({ complete: true });
    for (const framework of input.result.frameworks) for (const each of framework.controls) each.question = 'Who?';
    expect(blockOf('2.8', input)).toMatchObject({ status: 'holds', questions: [], unanswered: false });
  });

  test('names a rule that the run does not have', () => {
    const input = benchmarkInput();
    for (const framework of input.result.frameworks)
      for (const each of framework.controls) if (each.id === '5.13') each.rules = ['plimsoll/not-here'];
    expect(blockOf('5.13', input)).toMatchObject({ lost: 'plimsoll/not-here', rules: [], facts: [] });
  });

  test('caps long lists and says by how much', () => {
    const rule = blockOf('5.4', benchmarkInput({ extra: 300 })).rules[0]!;
    expect(rule.rows.length).toBeLessThanOrEqual(40);
    const many = benchmarkInput();
    for (const outcome of many.result.outcomes.filter((one) => one.rule === 'plimsoll/container-readonly-rootfs'))
      outcome.findings = Array.from({ length: 50 }, (_, at) => ({ ...outcome.findings[0]!, part: `part ${at}` }));
    const capped = blockOf('5.13', many).rules[0]!;
    expect([capped.rows.length, Number(capped.hidden) > 0]).toEqual([40, true]);
  });
});

describe('the counts', () => {
  test('leave out what does not apply, and never let an answer or an open control count as held', () => {
    const automated = { assessment: 'automated' } as const;
    const controls = [
      control({ ...automated }),
      control({ ...automated, status: 'fail' }),
      control({ ...automated, status: 'accepted' }),
      control({ ...automated, status: 'incomplete' }),
      control({ ...automated, decision: 'attested' }),
      control({ ...automated, status: 'not-applicable' }),
      control({ ...automated, status: 'excluded' }),
      control({ decision: 'assisted', status: 'evidence-only' }),
    ];
    expect(automatedShare(controls)).toEqual({ low: 1, high: 3, of: 5 });
    expect(decidedShare(controls)).toEqual({ low: 1, high: 2, of: 4 });
    expect(
      [
        { low: 3, high: 3, of: 4 },
        { low: 0, high: 0, of: 0 },
      ].map(shareText),
    ).toEqual(['3 of 4', '–']);
  });

  test('of the sections add up to those of all', () => {
    const { rows, overall, columns } = benchmarkOf();
    const sum = overall.counts.map((_, at) => rows.reduce((total, row) => total + row.counts[at]!.count, 0));
    expect(sum).toEqual(overall.counts.map(({ count }) => count));
    expect(sum.reduce((a, b) => a + b)).toBe(31);
    expect(overall.counts.map(({ word }) => word)).toEqual(columns.map(({ word }) => word));
  });

  test('are a line of the terminal, one for each family', () => {
    const wide = { columns: 100, colour: false };
    const text = terminalSummary(sampleInput({ editions: true, complete: true }), wide);
    expect(text.match(/^CIS .*$/gm)).toEqual(['CIS Docker 1.8.0   automated 5 of 6   decided 7 of 22   5 to answer']);
    expect(terminalSummary(sampleInput(), wide)).toMatch(/^CIS Docker 1\.8\.0 {3}automated 0–5 of 6 {3}decided /m);
  });
});

describe('editions', () => {
  test('are compared by rules and titles, not by numbers', () => {
    const [delta] = benchmarkOf().deltas;
    expect(delta!.rows.map(({ was, is, change }) => `${was} ${is} ${change}`)).toEqual([
      '– 2.7 new',
      '4.11 – gone',
      '2.7 2.8 other number',
      '2.9 2.10 other number',
      '2.14 2.15 other number',
      '2.15 2.16 other number',
      '2.17 2.18 other number',
      '3.16 3.16 manual → automated',
    ]);
    expect(delta!.effect).toBe('not fully checked +1, to answer −1.');
  });

  test('whose status by the publisher is not known show no change of it', () => {
    const input = benchmarkInput();
    const older = input.result.frameworks.find(({ id }) => id === 'cis-docker-1.7')!;
    for (const each of older.controls) each.assessment = null;
    expect(benchmarkOf(input).deltas[0]!.rows.map(({ change }) => change)).not.toContain('manual → automated');
  });

  test('that differ in the same way from the newest are told once', () => {
    const input = benchmarkInput();
    const [older] = input.result.frameworks;
    input.result.frameworks.unshift({ ...older!, id: 'cis-docker-1.6', title: older!.title.replace('1.7', '1.6') });
    const { deltas, editions } = benchmarkOf(input);
    expect(deltas.map(({ heading }) => heading)).toEqual(['Against CIS Docker 1.7.0 and CIS Docker 1.6.0']);
    expect(editions.map(({ name }) => name)).toEqual(['CIS Docker 1.8.0', 'CIS Docker 1.7.0', 'CIS Docker 1.6.0']);
  });

  test('pair controls of one rule by title, then number, and leave the rest', () => {
    const of = (id: string, title: string, rules: string[] = ['a/b']) => control({ id, title, rules });
    const { pairs, added, gone } = matchControls(
      [of('1', 'X'), of('2', 'Y'), of('3', 'Z', [])],
      [of('1', 'Y'), of('2', 'X'), of('9', 'New'), of('3', 'Other', [])],
    );
    expect(pairs.map(([was, is]) => `${was.id}→${is.id}`)).toEqual(['2→1', '1→2']);
    expect([added.map(({ id }) => id), gone.map(({ id }) => id)]).toEqual([['3', '9'], ['3']]);
  });

  test('and controls are ordered part by part', () => {
    const ids = ['1.10', '1.9', '1.1.18', '1.1.2', '10.1', '2.1', '1', 'A.2', 'A.10'];
    expect(ids.toSorted(compareIds)).toEqual(['1', '1.1.2', '1.1.18', '1.9', '1.10', '2.1', '10.1', 'A.2', 'A.10']);
  });
});

describe.each([
  ['incomplete', {}],
  ['complete', { complete: true }],
  ['hostile', { hostile: true }],
  ['one edition', { editions: false }],
] as const)('the %s benchmark page', (_name, options) => {
  test('is safe to open and loads nothing', async () => {
    const page = await pageOf(benchmarkInput(options));
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    expect(page.replaceAll('&#x3D;', '=')).toContain(`sha256-${createHash('sha256').update(style).digest('base64')}`);
    const tags = tagsOf(page).filter((tag) => !tag.closing);
    expect(tags.filter(({ name }) => ['script', 'link', 'iframe', 'img', 'form'].includes(name))).toEqual([]);
    expect(tags.flatMap((tag) => [...tag.attributes.keys()]).filter((name) => /^on|^style$/.test(name))).toEqual([]);
    expect(page.match(deceptive) ?? []).toEqual([]);
    expect(page).not.toMatch(/\bcompliant\b|\bcertified\b|passed an audit/i);
  });

  test('can be read by everybody', async () => {
    const page = await pageOf(benchmarkInput(options));
    const tags = tagsOf(page).filter((tag) => !tag.closing);
    const ids = tags.flatMap((tag) => tag.attributes.get('id') ?? []);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const named = tags.flatMap((tag) => tag.attributes.get('aria-labelledby')?.split(' ') ?? []);
    const linked = tags.flatMap((tag) => tag.attributes.get('href') ?? []).filter((link) => link.startsWith('#'));
    expect([...named, ...linked.map((link) => link.slice(1))].filter((id) => !ids.includes(id))).toEqual([]);
    const levels = tags.filter(({ name }) => /^h[1-6]$/.test(name)).map(({ name }) => Number(name[1]));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => index > 0 && level > levels[index - 1]! + 1)).toEqual([]);
    expect(tags.filter((tag) => tag.name === 'th' && tag.attributes.get('scope') !== 'col')).toEqual([]);
    // Every status has a shape and a word, and every block a status.
    expect([...page.matchAll(/<span class="st [a-z]+">([^<]*)</g)].filter(([, word]) => word === '')).toEqual([]);
    expect(page.match(/<p class="verdict"><span class="st /g)!.length).toBe(page.match(/<article /g)!.length);
  });
});
