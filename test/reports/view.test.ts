import { describe, expect, test } from 'vitest';
import { limitsWith } from '../../engine/index.ts';
import { viewModel } from '../../reports/index.ts';
import { pageOf, sampleInput } from './support.ts';

describe('page one', () => {
  test('lists what was not looked at, with what would help', () => {
    const { gap } = viewModel(sampleInput());
    expect({ complete: gap.complete, heading: gap.heading, summary: gap.summary, root: gap.root }).toEqual({
      complete: false,
      heading: 'Incomplete: 22 of 176 checks were not made.',
      summary: '14 on targets that failed, 5 need root, 2 timed out, 1 stopped on a fault of the rule',
      root: {
        checks: 5,
        command: 'sudo plimsoll audit host docker docker:tcp://db-02.example.org:2376 -b default,cis-docker',
      },
    });
    expect(gap.items.map((item) => item.text)).toEqual([
      'docker:tcp://db-02.example.org:2376 could not be read: connect ECONNREFUSED 10.1.0.22:2376. At least 14 checks could not start.',
      '5 checks on web-01 need root: auditRules.',
      '2 checks on web-01 ran out of time: batch-7.',
      '1 check on web-01 stopped on a fault in the rule itself.',
      'Podman was found at /run/podman/podman.sock and not audited.',
      'Containerd was found at /run/containerd/containerd.sock and not audited.',
    ]);
  });

  test('root is not advised to somebody who was root', () => {
    const input = sampleInput();
    input.result.inputs.snapshots[0]!.operator = 'root';
    const { gap } = viewModel(input);
    expect([gap.root, gap.summary.includes('need root')]).toEqual([null, false]);
  });

  test('stands before the score and the score before the scope', async () => {
    const page = await pageOf(sampleInput());
    const places = [
      'id="gap"',
      'class="tiles"',
      'id="load-line-t"',
      'id="do"',
      'id="scope"',
      'id="frameworks"',
      'id="findings"',
      'id="accepted"',
      'id="method"',
      'id="inputs"',
    ].map((mark) => page.indexOf(mark));
    expect(places.includes(-1)).toBe(false);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('says "not stated" for what nobody stated', () => {
    const { facts } = viewModel({ ...sampleInput(), settings: {} }).identity;
    const unstated = facts.filter((fact) => fact.value === 'not stated').map((fact) => fact.name);
    expect(unstated).toEqual([
      'Entity',
      'System',
      'Boundary',
      'Environment',
      'Classification',
      'Reviewer',
      'Distribution',
    ]);
  });

  test('the drawing and the words have the same numbers, and they fill the line', () => {
    const { loadLine } = viewModel(sampleInput()).figures;
    expect(loadLine.description).toBe(
      'Of 176 checks 90 hold (51 %), 22 not made (12 %), 1 accepted (<1 %), 63 fail (35 %).',
    );
    const end = loadLine.segments.at(-1)!;
    expect(end.x + end.width).toBeCloseTo(100, 2);
    expect(loadLine.segments.map((one) => one.count)).toEqual([90, 22, 1, 63]);
  });
});

describe('what to do', () => {
  test('one edit closes all findings of one file, in one paste', () => {
    const edit = viewModel(sampleInput()).actions.all.find((one) => one.name === '/etc/docker/daemon.json')!;
    expect({ closes: edit.closes, where: edit.where, snippets: edit.snippets }).toEqual({
      closes: 4,
      where: 'web-01',
      snippets: [
        {
          file: 'daemon.json',
          code: '{\n  "userns-remap": "default",\n  "icc": false,\n  "no-new-privileges": true,\n  "live-restore": true\n}',
        },
      ],
    });
  });

  test('six containers of a Compose service are one edit of that service', () => {
    const edit = viewModel(sampleInput()).actions.all.find((one) => one.name === 'shop/web')!;
    expect([edit.closesText, edit.severities]).toEqual(['closes 30 findings', '6 high, 24 medium']);
    expect(edit.snippets[0]!.code.split('\n').slice(0, 3)).toEqual(['services:', '  web:', '    user: "10001:10001"']);
  });

  test('edits close every finding that nobody accepted, once', () => {
    for (const options of [{}, { hostile: true }, { extra: 100 }]) {
      const input = sampleInput(options);
      const { findings } = input.result.summary;
      const limits = limitsWith({ reportEdits: 10_000 });
      const closed = viewModel({ ...input, limits }).actions.all.reduce((sum, one) => sum + one.closes, 0);
      expect(closed).toBe(findings.critical + findings.high + findings.medium + findings.low + findings.info);
    }
  });

  test('an edit that closes a critical finding comes before all others', () => {
    const worst = viewModel(sampleInput({ hostile: true })).actions.all.map((one) => one.worst === 'critical');
    expect(worst.indexOf(false)).toBe(worst.filter(Boolean).length);
  });
});

describe('findings', () => {
  test('instances with the same violation are one row, and differing evidence is listed', () => {
    const rule = viewModel(sampleInput()).findings.find((one) => one.id === 'plimsoll/container-port-host-interface')!;
    expect(rule.rows[0]).toEqual({
      name: 'shop/web',
      times: '×6',
      target: 'web-01',
      owner: 'team-shop',
      shape: 'fail',
      status: 'fails',
      message: 'shop/web publishes 8080/tcp on every interface',
      location: null,
      evidence: [
        { fact: 'ports[8080/tcp].hostIp', value: '"0.0.0.0"' },
        { fact: 'ports[8080/tcp].hostPort', value: '8081, 8082, 8083, 8084 and 2 more' },
      ],
    });
  });

  test('an accepted violation is shown and is no finding', () => {
    const rule = viewModel(sampleInput()).findings.find((one) => one.id === 'plimsoll/container-privileged')!;
    expect([rule.counts, rule.rows[0]!.status]).toEqual(['0 findings · 1 not made · 1 accepted · 13 hold', 'accepted']);
  });

  test('long lists are cut at a named limit and say how much is missing', async () => {
    const input = {
      ...sampleInput({ extra: 100 }),
      limits: limitsWith({ reportRowsPerRule: 10, reportRows: 5, reportEdits: 3 }),
    };
    const view = viewModel(input);
    const rule = view.findings.find((one) => one.id === 'plimsoll/container-docker-socket-mount')!;
    expect([rule.rows.length, rule.hidden]).toEqual([10, '43']);
    expect([view.actions.all.length, view.actions.further.length, view.actions.hidden]).toEqual([3, 5, '57']);
    expect(view.open.hidden).toBe('17');
    const page = await pageOf(input);
    expect(page).toContain('and 43 more in result.json (limit <code>reportRowsPerRule</code>)');
    expect(page).toContain('and 57 more in result.json (limit <code>reportRows</code>)');
  });

  test('a target that failed is not shown as empty', () => {
    const rows = viewModel(sampleInput()).scope.rows.filter((row) => row.status === 'not read');
    expect(rows.map((row) => [row.kind, row.expected, row.judged])).toEqual([
      ['engine and container', 'not known', '0'],
    ]);
  });
});

test('no output says what it may not say', async () => {
  for (const options of [{}, { complete: true }]) {
    const page = await pageOf(sampleInput(options));
    expect(page).not.toMatch(/\bcompliant\b|\bcertif|passed an audit|\bgrade\b/i);
  }
});
