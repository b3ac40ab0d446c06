import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { host } from '../../../collectors/host/index.ts';
import { readHostFacts } from '../../../collectors/host/read-facts.ts';
import { readers } from '../../../collectors/host/readers.ts';
import { collectors, parseTarget } from '../../../collectors/index.ts';
import { kinds } from '../../../engine/index.ts';
import { expectedFacts } from './live-tree.expected.ts';
import { liveTree } from './live-tree.ts';
import { collect, readAll } from './support.ts';
import { makeTree, openTree, processFiles, treeRoot } from './tree.ts';

const requests = [
  { path: '/srv/**', match: { password: 'password = (.*)', listen: 'listen = (.*)' } },
  { path: '/none' },
];
const allFacts = Object.keys(kinds.host.shape).sort();

test('every fact of the kind has exactly one reader', () => {
  expect(readers.flatMap((reader) => [...reader.facts]).sort()).toEqual(allFacts);
});

test('a running host is read whole', async () => {
  const { summary, emitted } = await collect(`host:${makeTree(liveTree)}`, { files: requests });
  expect(summary).toEqual({
    name: 'web-01',
    status: 'collected',
    kinds: { host: { status: 'complete', expected: 1, seen: 1 } },
    problems: [],
    about: 'Debian GNU/Linux 12 (bookworm)',
    phrase: 'Debian GNU/Linux 12 (bookworm)',
    advice: null,
  });
  const [{ facts, ...head }] = emitted as [(typeof emitted)[0]];
  expect(head).toEqual({ kind: 'host', key: 'host', id: 'fbcc5644aa532ef7', name: 'web-01', labels: {}, missing: {} });
  const sysctls = (facts['sysctls'] as { value: unknown }[]).filter((setting) => setting.value !== null);
  expect({ ...facts, sysctls }).toEqual(expectedFacts);
  expect(kinds.host.safeParse(facts).error).toBeUndefined();
});

test('the machine id is a shortened digest', () => {
  const digest = createHash('sha256').update('plimsoll machine 0123456789abcdef0123456789abcdef').digest('hex');
  expect(expectedFacts.machineId).toBe(digest.slice(0, 16));
});

test('a tree at rest has the facts that files can tell, and says not-supported for the others', async () => {
  const { emitted, summary } = await collect(
    `rootfs:${makeTree({ ...liveTree, '/etc/fstab': '# x\n/dev/sda1 / ext4 defaults,nodev 0 1\nUUID=1 none swap sw 0 0\n', '/etc/sysctl.d/10.conf': 'kernel.kptr_restrict = 1\n-net/ipv4/conf/all/rp_filter = 1\n', '/usr/lib/sysctl.d/10.conf': 'kernel.kptr_restrict = 0\n', '/etc/sysctl.conf': 'net.ipv4.ip_forward=0\n', '/etc/selinux/config': 'SELINUX=permissive\n' })}`,
  );
  const [{ facts, missing }] = emitted as [(typeof emitted)[0]];
  expect(summary.status).toBe('collected');
  expect(missing).toEqual(
    Object.fromEntries(
      [
        'architecture',
        'kernel',
        'bootTime',
        'virtualization',
        'rebootRequired',
        'kernelModules',
        'apparmor',
        'kernelLockdown',
        'cpuVulnerabilities',
        'listening',
        'interfaces',
        'engineProcesses',
      ].map((name) => [name, 'not-supported']),
    ),
  );
  expect(Object.keys({ ...facts, ...missing }).sort()).toEqual(allFacts);
  const sysctls = (facts['sysctls'] as { name: string; value: string | null; error: string | null }[]).filter(
    (setting) => setting.value !== null,
  );
  expect({ live: facts['live'], mounts: facts['mounts'], sysctls, selinux: facts['selinux'] }).toEqual({
    live: false,
    mounts: [{ source: '/dev/sda1', target: '/', fileSystem: 'ext4', options: ['defaults', 'nodev'] }],
    sysctls: [
      { name: 'kernel.kptr_restrict', value: '1', error: null },
      { name: 'net.ipv4.conf.all.rp_filter', value: '1', error: null },
      { name: 'net.ipv4.ip_forward', value: '0', error: null },
    ],
    selinux: { enabled: true, mode: 'permissive' },
  });
  for (const name of ['packages', 'pendingUpdates', 'sshd', 'cron', 'users', 'units']) {
    expect(facts[name]).toEqual(
      name === 'units' ? expectedFacts.units : expectedFacts[name as keyof typeof expectedFacts],
    );
  }
});

describe('what is not there is not read as fine', () => {
  test('a folder with next to nothing in it gives codes, not empty lists', async () => {
    const { facts, missing } = await readAll(treeRoot({ '/etc/x': '' }));
    expect(Object.keys({ ...facts, ...missing }).sort()).toEqual(allFacts);
    expect(Object.keys(facts).sort()).toEqual([
      'auditRules',
      'auditRulesLoaded',
      'automaticUpdates',
      'cron',
      'engineFiles',
      'files',
      'firewall',
      'live',
      'machineId',
      'packageManager',
      'runtimeBinaries',
      'sshd',
      'timeSync',
      'units',
    ]);
    expect(new Set(Object.values(missing))).toEqual(new Set(['not-supported']));
  });

  test('package lists that are absent are no proof of no update', async () => {
    const { missing } = await readAll(treeRoot({ '/var/lib/dpkg/status': liveTree['/var/lib/dpkg/status']! }));
    expect(missing['pendingUpdates']).toBe('not-supported');
  });

  test("through a mounted root, settings of another network namespace than the host's are not shown", async () => {
    const { facts } = await readAll(treeRoot({ ...liveTree, '/proc/self/ns/net': { link: 'net:[2]' } }));
    const byName = new Map((facts['sysctls'] as { name: string }[]).map((setting) => [setting.name, setting]));
    expect(byName.get('net.ipv4.ip_forward')).toMatchObject({ value: null, error: 'not-supported' });
    expect(byName.get('kernel.kptr_restrict')).toMatchObject({ value: '1', error: null });
  });
});

test('of several daemons, the files of each are looked at', async () => {
  const two = {
    ...liveTree,
    ...processFiles(51, ['dockerd', '--config-file', '/b.json', '-H', 'unix:///run/b.sock', '--data-root', '/srv/b']),
    '/b.json': '{"tls": true}',
  };
  const { facts } = await readAll(treeRoot(two));
  const files = (facts['engineFiles'] as { role: string; path: string }[]).map((file) => `${file.role} ${file.path}`);
  expect(files.filter((name) => /^(?:configuration|socket|folder|tls-\w+) /.test(name)).sort()).toEqual([
    'configuration /b.json',
    'configuration /etc/containerd/config.toml',
    'configuration /etc/docker/daemon.json',
    'folder /etc/docker',
    'folder /run/containerd',
    'folder /srv/b',
    'folder /var/lib/docker',
    'socket /run/b.sock',
    'socket /run/docker.sock',
    'tls-ca /root/.docker/ca.pem',
    'tls-certificate /root/.docker/cert.pem',
    'tls-key /etc/docker/tls/key.pem',
    'tls-key /root/.docker/key.pem',
  ]);
});

test('files that an unreadable daemon.json could name are listed as unknown', async () => {
  const { facts } = await readAll(treeRoot({ ...liveTree, '/etc/docker/daemon.json': '{' }));
  const unknown = (facts['engineFiles'] as { role: string; error: string | null }[]).filter(
    (file) => file.error !== null,
  );
  expect(unknown.map((file) => [file.role, file.error])).toEqual([
    ['tls-ca', 'parse-error'],
    ['tls-certificate', 'parse-error'],
    ['tls-key', 'parse-error'],
  ]);
});

describe('targets', () => {
  test('a folder that is absent or empty fails with what is wrong', async () => {
    const absent = await collect('host:/none/such');
    expect([absent.summary.status, absent.summary.problems, absent.emitted]).toEqual([
      'failed',
      [{ code: 'target-failed', message: 'There is no folder /none/such.', kind: 'host', subject: '/none/such' }],
      [],
    ]);
    expect((await collect(`rootfs:${makeTree({})}`)).summary.status).toBe('failed');
  });

  test('a running host without /proc is told apart from one that has nothing to tell', async () => {
    const folder = makeTree({ '/etc/hostname': 'x' });
    const { summary } = await collect(`host:${folder}`);
    expect([summary.status, summary.problems.map((problem) => problem.code)]).toEqual(['partial', ['proc-missing']]);
    expect((await collect(`rootfs:${folder}`)).summary.status).toBe('collected');
  });

  test('another kind than host is asked for: nothing is read', async () => {
    const { summary, emitted } = await collect('host:/none', { kinds: [] });
    expect([summary.kinds.host?.status, emitted]).toEqual(['not-requested', []]);
  });

  test('a run that is ended gives what it has, with codes', async () => {
    const { summary } = await collect(`host:${makeTree(liveTree)}`, { signal: AbortSignal.abort() });
    expect(summary.status).not.toBe('collected');
  });

  test('a reader that still waits when the run ends does not hold it', async () => {
    const ended = new AbortController();
    const root = openTree(makeTree(liveTree));
    const hanging = {
      ...root,
      readText: (file: string) => (file === '/etc/group' ? new Promise<never>(() => {}) : root.readText(file)),
    };
    const reading = readHostFacts(hanging, {
      files: [],
      signal: ended.signal,
      progress: (done) => done >= 7 && setImmediate(() => ended.abort()),
    });
    expect((await reading).missing).toMatchObject({ users: 'timeout', groups: 'timeout', cron: 'timeout' });
  });

  test('a file beyond its limit is a problem with the name of the limit', async () => {
    const folder = makeTree({ ...liveTree, '/etc/crontab': '#'.repeat(10_000) });
    const { summary, emitted } = await collect(`host:${folder}`, { limits: { hostFileBytes: 9_000 } });
    expect([summary.status, emitted[0]!.missing, summary.problems]).toEqual([
      'partial',
      { cron: 'limit' },
      [
        {
          code: 'limit-reached',
          message: '/etc/crontab is larger than the limit hostFileBytes (9000 bytes) and was not read.',
          limit: 'hostFileBytes',
          kind: 'host',
          subject: '/etc/crontab',
        },
      ],
    ]);
  });

  test('files that bundles ask for end at their limits, told by name', async () => {
    const { summary, emitted } = await collect(`host:${makeTree(liveTree)}`, {
      files: [{ path: '/etc/**' }],
      limits: { hostFilesMatched: 3 },
    });
    expect(summary.problems.map((problem) => problem.limit)).toEqual(['hostFilesMatched']);
    expect(emitted[0]!.facts['files']).toContainEqual(expect.objectContaining({ path: '/etc/**', error: 'limit' }));
  });

  test('a container is refused by name, and an ordinary folder is not', async () => {
    const folder = makeTree({ ...liveTree, '/.dockerenv': '' });
    expect((await collect(`host:${folder}`)).summary.status).toBe('collected');
  });

  test.runIf(collectors.includes(host))('are recognised by the table of collectors', () => {
    expect(['host', 'host:/mnt', 'rootfs:/srv/root'].map((text) => parseTarget(text, 1).collector)).toEqual([
      'host',
      'host',
      'host',
    ]);
  });
});

describe('the plan', () => {
  const plan = (uri: string) =>
    host.plan({ id: 1, uri, collector: 'host', address: '', name: null }, { files: requests, environment: {} });

  test('names every command for this machine, none for a folder, and prefixes paths', () => {
    expect(
      plan('host')
        .filter((read) => read.what === 'command')
        .map((read) => read.name),
    ).toEqual([
      'systemctl show --no-pager --all --property=Id,ActiveState *.service *.socket *.timer',
      'nft -j list ruleset',
      'iptables-save -t filter',
      'auditctl -l',
    ]);
    const mounted = plan('host:/mnt');
    expect(mounted.filter((read) => read.what === 'command')).toEqual([]);
    expect(mounted.every((read) => read.name.startsWith('/mnt/') || !read.name.startsWith('/'))).toBe(true);
    expect(plan('rootfs:/srv').some((read) => read.name.startsWith('/srv/proc/net'))).toBe(false);
  });

  test('names the files that bundles ask for', () => {
    expect(plan('host').slice(-2)).toEqual([
      { what: 'file', name: '/srv/**', why: 'a bundle asks for it' },
      { what: 'file', name: '/none', why: 'a bundle asks for it' },
    ]);
  });
});

test('every path in the snapshot is one of the inspected host, not of the folder it is mounted in', async () => {
  const folder = makeTree(liveTree);
  expect(JSON.stringify(await readAll(openTree(folder), requests))).not.toContain(folder);
});
