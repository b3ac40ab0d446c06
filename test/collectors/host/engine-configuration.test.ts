import { describe, expect, test } from 'vitest';
import { type EngineConfiguration, readEngineConfiguration } from '../../../collectors/host/index.ts';
import { processFiles, type TreeEntry, treeRoot } from './tree.ts';

const mountinfo = { '/proc/1/mountinfo': '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n' };

async function configurationOf(
  args: readonly string[],
  file: unknown = {},
  entries: Record<string, TreeEntry> = {},
): Promise<EngineConfiguration> {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const root = treeRoot({
    ...mountinfo,
    ...processFiles(7, ['/usr/bin/dockerd', ...args]),
    '/etc/docker/daemon.json': text,
    ...entries,
  });
  return readEngineConfiguration(root, {});
}

/** Settings that are not defaults, as `name origin values`. */
function changed(configuration: EngineConfiguration): string[] {
  const settings = configuration.settings.filter((setting) => setting.origin !== 'default');
  return settings.map(({ name, origin, values }) => `${name} ${origin} ${values.join('|')}`);
}

describe('arguments', () => {
  test.each<[string[], string[]]>([
    [['--log-level', 'warn'], ['log-level argument warn']],
    [['--log-level=warn', '-l', 'debug'], ['log-level argument debug']],
    [
      ['-D', '--icc=false', '--live-restore'],
      ['debug argument true', 'icc argument false', 'live-restore argument true'],
    ],
    [
      ['--icc=0', '--iptables=F'],
      ['icc argument false', 'iptables argument false'],
    ],
    // A boolean takes no separate value: `false` is left over and the option is on.
    [['--debug', 'false'], ['debug argument true']],
    [
      ['-Hfd://', '-H', 'tcp://0.0.0.0:2375', '--host=unix:///a'],
      ['hosts argument fd://|tcp://0.0.0.0:2375|unix:///a'],
    ],
    [
      ['--default-ulimit', 'nofile=1:2', '--default-ulimit=nproc=3:4'],
      ['default-ulimits argument nofile=1:2|nproc=3:4'],
    ],
    [['--insecure-registry=a:5000', '--insecure-registry', 'b'], ['insecure-registries argument a:5000|b']],
    [['--userns-remap='], ['userns-remap argument ']],
    [
      ['--brand-new=x', '--other', '--more', 'value', '--last'],
      ['brand-new argument x', 'last argument true', 'more argument value', 'other argument true'],
    ],
    [['--', '--debug'], []],
  ])('%j', async (args, expected) => {
    expect(changed(await configurationOf(args))).toEqual(expected);
  });
});

test('daemon.json gives what the arguments do not, in lists of texts, and defaults give the rest', async () => {
  const configuration = await configurationOf(['--log-level=warn'], {
    'log-level': 'debug',
    icc: false,
    hosts: ['unix:///run/docker.sock', 'tcp://127.0.0.1'],
    'default-ulimits': { nofile: { Name: 'nofile', Hard: 64000, Soft: 1000 } },
    runtimes: { crun: { path: '/usr/bin/crun' } },
    'default-address-pools': [{ base: '10.0.0.0/8', size: 24 }],
    proxies: { 'http-proxy': 'http://me:secret@proxy:3128/?a=b' },
    'max-concurrent-downloads': 3,
    'log-opts': { 'max-size': '10m', 'splunk-token': 'secret' },
  });
  expect(changed(configuration)).toEqual([
    'default-address-pools file base=10.0.0.0/8,size=24',
    'default-ulimits file nofile=1000:64000',
    'hosts file unix:///run/docker.sock|tcp://127.0.0.1',
    'http-proxy file http://***@proxy:3128/?***',
    'icc file false',
    'log-level argument warn',
    'log-opts file max-size=10m|splunk-token=***',
    'max-concurrent-downloads file 3',
    'runtimes file crun=/usr/bin/crun',
  ]);
  expect([configuration.flag('icc'), configuration.flag('userland-proxy'), configuration.flag('none')]).toEqual([
    false,
    true,
    null,
  ]);
  expect([configuration.text('cgroup-parent'), configuration.text('data-root')]).toEqual([null, '/var/lib/docker']);
  expect(configuration.settings.map((setting) => setting.name)).toEqual(
    configuration.settings.map((setting) => setting.name).sort(),
  );
});

test('listeners are normalized, tlsverify turns TLS on, and sockets are looked at', async () => {
  const hosts = ['unix://', 'tcp://:2375', 'tcp://0.0.0.0', '10.0.0.1:99', 'tcp://[::]:1', 'tcp://[::1]:1'].flatMap(
    (host) => ['-H', host],
  );
  const plain = await configurationOf(hosts);
  const secured = await configurationOf(['--tlsverify=false', '-H', 'tcp://0.0.0.0']);
  const verified = await configurationOf(['-H', 'tcp://10.1.1.1'], { tlsverify: true });
  const shown = [plain, secured, verified].flatMap((configuration) =>
    configuration.listeners.map((listener) => Object.values(listener).map(String).join(' ')),
  );
  // address, scheme, allInterfaces, loopback, tls, tlsVerify
  expect(shown).toEqual([
    'unix:///var/run/docker.sock unix false false false false',
    'tcp://localhost:2375 tcp false true false false',
    'tcp://0.0.0.0:2375 tcp true false false false',
    'tcp://10.0.0.1:99 tcp false false false false',
    'tcp://[::]:1 tcp true false false false',
    'tcp://[::1]:1 tcp false true false false',
    'tcp://0.0.0.0:2376 tcp true false true false',
    'tcp://10.1.1.1:2376 tcp false false true true',
  ]);
  expect(plain.sockets).toMatchObject([{ path: '/var/run/docker.sock', exists: false, error: null }]);
});

test('fd:// listens on what docker.socket hands over', async () => {
  const configuration = await configurationOf(
    ['-H', 'fd://'],
    {},
    {
      '/lib/systemd/system/docker.socket': '[Socket]\nListenStream=/run/docker.sock\n',
      '/etc/systemd/system/docker.socket.d/tcp.conf': '[Socket]\nListenStream=0.0.0.0:2375\n',
    },
  );
  expect(configuration.listeners.map((listener) => [listener.address, listener.allInterfaces])).toEqual([
    ['fd://', false],
    ['unix:///run/docker.sock', false],
    ['tcp://0.0.0.0:2375', true],
  ]);
});

test.each([
  ['{"icc": fal', 'parse-error'],
  ['[]', 'parse-error'],
  ['null', 'parse-error'],
])('a daemon.json that cannot be read (%j) makes the settings unknown, not defaults', async (text, code) => {
  const configuration = await configurationOf([], text);
  expect([configuration.missing, configuration.settings, configuration.listeners, configuration.flag('icc')]).toEqual([
    code,
    [],
    [],
    null,
  ]);
  expect(configuration.configurationFile).toMatchObject({ path: '/etc/docker/daemon.json', exists: true });
});

test.each(['', '  \n', '\uFEFF{"icc":false}'])(
  'an empty daemon.json or one with a byte order mark is read: %j',
  async (text) => {
    expect((await configurationOf([], text)).missing).toBeNull();
  },
);

describe('of several daemons, the one that serves the socket is read', () => {
  const two: Record<string, TreeEntry> = {
    ...mountinfo,
    ...processFiles(7, ['dockerd', '--icc=false', '-H', 'unix:///run/a.sock']),
    ...processFiles(8, ['/usr/bin/dockerd', '--config-file', '/b.json']),
    '/b.json': JSON.stringify({ hosts: ['unix:///var/run/b.sock'] }),
    '/var/run': { link: '/run' },
    '/run/x': '',
  };
  const pidFor = async (entries: Record<string, TreeEntry>, socketPath?: string) => {
    const found = await readEngineConfiguration(treeRoot(entries), socketPath === undefined ? {} : { socketPath });
    return found.process?.pid ?? found.missing;
  };

  test('by its arguments, by its daemon.json, and through links', async () => {
    expect(await pidFor(two, '/run/a.sock')).toBe(7);
    expect(await pidFor(two, '/var/run/a.sock')).toBe(7);
    expect(await pidFor(two, '/run/b.sock')).toBe(8);
  });

  test('by who holds the socket, whatever they say', async () => {
    const held = {
      ...two,
      '/proc/7/net/unix':
        'Num RefCount Protocol Flags Type St Inode Path\n0000: 00000002 00000000 00010000 0001 01  4242 /run/c.sock\n',
      '/proc/8/net/unix': '0000: 00000002 00000000 00010000 0001 01  4242 /run/c.sock\n',
      '/proc/8/fd/3': { link: 'socket:[4242]' },
    };
    expect(await pidFor(held, '/run/c.sock')).toBe(8);
  });

  test('a socket that none of them serves makes the settings unknown', async () => {
    expect(await pidFor(two, '/run/c.sock')).toBe('not-supported');
    expect(await pidFor(two)).toBe('not-supported');
  });

  test('without a socket, the only one is read', async () => {
    const one = { ...mountinfo, ...processFiles(7, ['dockerd', '-H', 'unix:///run/a.sock']) };
    expect(await pidFor(one)).toBe(7);
    expect(await pidFor(one, '/run/other.sock')).toBe('not-supported');
  });
});

test('a rootless daemon has its own files and defaults', async () => {
  const root = treeRoot({
    ...mountinfo,
    ...processFiles(7, ['dockerd', '--rootless'], 1000),
    '/etc/passwd': 'me:x:1000:1000::/home/me:/bin/sh\n',
    '/home/me/.config/docker/daemon.json': '{"icc":false}',
  });
  const configuration = await readEngineConfiguration(root, {});
  expect(configuration.configurationFile).toMatchObject({ path: '/home/me/.config/docker/daemon.json', exists: true });
  expect([configuration.flag('icc'), configuration.text('data-root'), configuration.values('hosts')]).toEqual([
    false,
    '/home/me/.local/share/docker',
    ['unix:///run/user/1000/docker.sock'],
  ]);
});

test('at rest the arguments are those of the unit, with its drop-ins and variables', async () => {
  const root = treeRoot(
    {
      '/usr/lib/systemd/system/docker.service':
        '[Service]\nExecStart=/usr/bin/dockerd -H fd:// \\\n  --containerd=/run/containerd/containerd.sock\n',
      '/etc/systemd/system/docker.service.d/10.conf':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: systemd's own syntax
        '[Service]\nEnvironment="EXTRA=--icc=false --label \'a b\'"\nEnvironmentFile=-/etc/default/docker\nExecStart=\nExecStart=-/usr/bin/dockerd $EXTRA ${LEVEL} $DOCKER_OPTS\n',
      '/etc/default/docker': '# comment\nDOCKER_OPTS="--live-restore"\nLEVEL=--log-level=warn\n',
    },
    false,
  );
  const configuration = await readEngineConfiguration(root, {});
  expect(configuration.process).toBeNull();
  expect(changed(configuration)).toEqual([
    'icc argument false',
    'labels argument a b',
    'live-restore argument true',
    'log-level argument warn',
  ]);
  expect(await configuration.dataRootMount('/var/lib/docker')).toEqual({ ok: false, code: 'not-supported' });
});

test('the data root is a mount of its own only on another device than its parent', async () => {
  const table = [
    '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
    '23 22 8:2 / /data/docker rw - xfs /dev/sdb1 rw',
    '24 22 8:1 /var/lib/b /var/lib/b rw - ext4 /dev/sda1 rw',
    '',
  ].join('\n');
  const root = treeRoot({
    '/proc/1/mountinfo': table,
    '/data/docker/x': '',
    '/var/lib/docker': { link: '/data/docker' },
    '/var/lib/b/x': '',
  });
  const { dataRootMount } = await readEngineConfiguration(root, {});
  const mounts = await Promise.all(
    ['/var/lib/docker', '/data/docker/x', '/var/lib/b', '/none'].map((path) => dataRootMount(path)),
  );
  expect(mounts).toEqual([
    { ok: true, value: { ownMount: true, source: '/dev/sdb1', fileSystem: 'xfs' } },
    { ok: true, value: { ownMount: false, source: '/dev/sdb1', fileSystem: 'xfs' } },
    { ok: true, value: { ownMount: false, source: '/dev/sda1', fileSystem: 'ext4' } },
    { ok: false, code: 'vanished' },
  ]);
});
