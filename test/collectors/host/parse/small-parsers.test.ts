import { describe, expect, test } from 'vitest';
import { isWatchedCommand, parseAuditLog } from '../../../../collectors/host/parse/audit-log.ts';
import { parseCrontab } from '../../../../collectors/host/parse/crontab.ts';
import { elfArchitecture } from '../../../../collectors/host/parse/elf.ts';
import { parseDisabledModules } from '../../../../collectors/host/parse/modules.ts';
import { mountHolding, parseMountinfo } from '../../../../collectors/host/parse/mounts.ts';
import { passwordState } from '../../../../collectors/host/parse/shadow.ts';
import { formatIpv6, parseSocketTable } from '../../../../collectors/host/parse/sockets.ts';
import { parseSysctlFile } from '../../../../collectors/host/parse/sysctl.ts';
import { listSetting, parseUnitFile, splitWords } from '../../../../collectors/host/parse/unit-file.ts';

test.each([
  ['', false, true, null],
  ['!', true, false, null],
  ['*', true, false, null],
  ['!!', true, false, null],
  ['!*', true, false, null],
  ['x', true, false, null],
  ['$1$s$h', false, false, 'md5'],
  ['$5$s$h', false, false, 'sha256'],
  ['$6$s$h', false, false, 'sha512'],
  ['$y$j9T$s$h', false, false, 'yescrypt'],
  ['$2b$10$h', false, false, 'bcrypt'],
  ['!$6$s$h', true, false, 'sha512'],
  ['$9$s$h', false, false, 'other'],
  ['ab1234567890.', false, false, 'other'],
])('a password field %j', (field, locked, empty, algorithm) => {
  expect(passwordState(field)).toEqual({ locked, empty, algorithm });
});

describe('addresses of /proc/net', () => {
  test.each([
    ['0'.repeat(32), '::'],
    ['00000000000000000000000000000001', '::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['00000000000000000000ffff7f000001', '::ffff:127.0.0.1'],
    ['fe800001000200030004000500060007', 'fe80:1:2:3:4:5:6:7'],
  ])('%s is %s', (hex, text) => {
    expect(formatIpv6([...Buffer.from(hex, 'hex')])).toBe(text);
  });

  test('connected sockets and broken lines are left out', () => {
    const table =
      'head\n 0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 55 1\n 1: 0100007F:1F90 0100007F:0001 01 0:0 0:0 0 0 0 56 1\n 2: zz:1F90 00000000:0000 0A 0:0 0:0 0 0 0 57\n broken\n';
    expect(parseSocketTable(table, 'tcp')).toEqual([
      { protocol: 'tcp', address: '127.0.0.1', port: 8080, inode: '55' },
    ]);
  });
});

test('the mount that holds a path is the last one on the longest target, and names are compared whole', () => {
  const mounts = parseMountinfo(
    '1 0 8:1 / / rw - ext4 a rw\n2 1 8:2 / /var rw - ext4 b rw\n3 1 8:3 / /var rw shared:1 - xfs c rw\ncut off\n',
  );
  expect(['/', '/var', '/var/lib', '/variable'].map((path) => mountHolding(mounts, path)?.source)).toEqual([
    'a',
    'c',
    'c',
    'a',
  ]);
});

test('units: continued lines, comments, and an empty setting that clears', () => {
  const settings = parseUnitFile(
    '# x\n[Service]\nExecStart=a \\\n  b\n; y\nExecStart=\nExecStart=c\n[Install]\nWantedBy=x\n',
  );
  expect(listSetting(settings, 'Service', 'ExecStart')).toEqual(['c']);
  expect(listSetting(settings, 'Install', 'WantedBy')).toEqual(['x']);
  expect(listSetting(parseUnitFile('[Service]\nExecStart=a \\\n  b\n'), 'Service', 'ExecStart')).toEqual(['a  b']);
  expect(splitWords(`a "b c" 'd e'f g\\ h --x="y z"`)).toEqual(['a', 'b c', 'd ef', 'g h', '--x=y z']);
});

test('sysctl files: dots, slashes and a silent minus', () => {
  const text = '# x\n; y\nkernel.a = 1\n-net/ipv4/conf/eth0.1/rp_filter = 2\nkernel.a=\t3 \n=4\nnone\n';
  expect([...parseSysctlFile(text)]).toEqual([
    ['net.ipv4.conf.eth0/1.rp_filter', '2'],
    ['kernel.a', '3'],
  ]);
});

test('modules: only install counts as disabled', () => {
  const text =
    'install a-b /bin/true\ninstall c /bin/false # x\ninstall d /sbin/modprobe --ignore-install d\nblacklist e\n install f \\\n /usr/bin/true\n#install g /bin/true\n';
  expect(parseDisabledModules(text)).toEqual(['a_b', 'c', 'f']);
});

test('crontabs: variables, comments and lines cut short are left out', () => {
  const text = 'SHELL=/bin/sh\nA = b\n# x\n1 2 3 4 5 root run this\n@daily me x\n1 2 3 4\n* * * * * root\n';
  expect(parseCrontab(text, true)).toEqual([
    { user: 'root', schedule: '1 2 3 4 5', command: 'run this' },
    { user: 'me', schedule: '@daily', command: 'x' },
  ]);
  expect(parseCrontab('@daily x y\n', false)).toEqual([{ user: null, schedule: '@daily', command: 'x y' }]);
});

describe('audit records', () => {
  test('belong together by serial, hex is decoded, titles stand in for missing arguments', () => {
    const text = [
      'type=SYSCALL msg=audit(1767323100.1:1): syscall=59 uid=0 auid=4294967295 key=(null)',
      'type=EXECVE msg=audit(1767323100.1:1): argc=2 a0="docker" a1=65786563',
      'node=h type=PROCTITLE msg=audit(1767323100.1:2): proctitle=646F636B6572007073',
      'type=SYSCALL msg=audit(1767323100.1:2): syscall=59 uid=5 auid=1000 key="k"',
      'type=LOGIN msg=audit(1767323100.1:3): pid=1',
      'rubbish',
    ].join('\n');
    expect(parseAuditLog(text)).toEqual([
      { at: '2026-01-02T03:05:00Z', key: null, args: ['docker', 'exec'], uid: 0 },
      { at: '2026-01-02T03:05:00Z', key: 'k', args: ['docker', 'ps'], uid: 1000 },
    ]);
  });

  test('are watched when they run something in a container or ask for the unlock key', () => {
    const commands = [
      'docker exec x',
      '/usr/bin/docker container exec -u 0 x',
      'docker swarm unlock-key',
      'podman exec x',
      'docker ps',
      'sh exec',
      '',
    ];
    expect(commands.filter((command) => isWatchedCommand(command.split(' ')))).toEqual(commands.slice(0, 4));
  });
});

test('processors by the header of a program', () => {
  const header = (data: number, machine: number[]) =>
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, data, ...Array(12).fill(0), ...machine]);
  expect(
    [
      header(1, [62, 0]),
      header(1, [183, 0]),
      header(2, [0, 22]),
      header(1, [21, 0]),
      header(1, [9, 9]),
      Buffer.from('#!/bin/sh'),
    ].map(elfArchitecture),
  ).toEqual(['x86_64', 'aarch64', 's390x', 'ppc64le', null, null]);
});
