import { expect, test } from 'vitest';
import { liveTree } from './live-tree.ts';
import { collect } from './support.ts';
import { makeTree, processFiles, type TreeEntry } from './tree.ts';

let count = 0;
const canaries: string[] = [];

/** A new secret; letters and digits, so that its encodings are well-known. */
function canary(): string {
  const secret = `canary${String(++count).padStart(2, '0')}Zx9Qw7`;
  canaries.push(secret);
  return secret;
}

const hash = (secret: string) => `$6$saltsalt$${secret}${secret}`;

const planted: Record<string, TreeEntry> = {
  ...liveTree,
  '/etc/shadow': `root:${hash(canary())}:19000::::::\nme:!${hash(canary())}:19000::::::\ndes:${canary()}:19000::::::\n`,
  '/etc/passwd': `root:x:0:0:root:/root:/bin/bash\nold:${hash(canary())}:1001:1000::/:/bin/sh\n`,
  '/etc/gshadow': `docker:${hash(canary())}::\n`,
  '/etc/machine-id': '00112233445566778899aabbccddeeff\n',
  '/etc/docker/daemon.json': JSON.stringify({
    proxies: { 'http-proxy': `http://me:${canary()}@proxy:3128`, 'https-proxy': `http://proxy/?token=${canary()}` },
    'log-opts': { 'splunk-token': canary(), 'splunk-url': `https://me:${canary()}@splunk` },
    labels: [`password=${canary()}`, `key="${canary()}"`.replace('key', 'api_key')],
    'registry-mirrors': [`https://me:${canary()}@mirror/`],
    'storage-opts': [`x.secret=${canary()}`],
    unknown: { nested: { password: canary() } },
  }),
  ...processFiles(50, [
    'dockerd',
    '-H',
    'fd://',
    '--log-opt',
    `gelf-token=${canary()}`,
    `--registry-mirror=https://a:${canary()}@m`,
    '--password',
    canary(),
    `--label=secret=${canary()}`,
  ]),
  ...processFiles(51, ['kubelet', `--token=${canary()}`, '--bootstrap-password', canary()]),
  '/etc/crontab': `1 1 * * * root curl -u me:${canary()} https://me:${canary()}@host/ -H "Authorization: Bearer ${canary()}"\n2 2 * * * root mysqldump -p${canary()} x\n3 3 * * * root PASSWORD='${canary()}' run --api-key ${canary()}\n`,
  '/etc/cron.d/job': `MAILTO=me\nTOKEN=${canary()}\n* * * * * root x --secret=${canary()}\n`,
  '/etc/audit/rules.d/x.rules': `-w /x -k password=${canary()}\n`,
  '/var/log/audit/audit.log': [
    `type=EXECVE msg=audit(1767323100.123:9): argc=5 a0="docker" a1="exec" a2="-e" a3="DB_PASSWORD=${canary()}" a4="x"`,
    `type=PROCTITLE msg=audit(1767323100.123:10): proctitle=${Buffer.from(`docker\0exec\0-e\0TOKEN=${canary()}\0x`).toString('hex').toUpperCase()}`,
    `type=EXECVE msg=audit(1767323100.123:11): argc=4 a0="docker" a1="swarm" a2="unlock-key" a3="SWMKEY-1-${canary()}abcdefghijklmnop"`,
    '',
  ].join('\n'),
  '/etc/ssh/sshd_config': `Port 22\nBanner ${canary()}\nAuthorizedKeysCommand /x --password ${canary()}\n`,
  '/proc/1/mountinfo': `22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:40 / /m rw - cifs //me:${canary()}@nas/x rw,password=${canary()},secret=${canary()}\n24 22 0:41 / /n rw - fuse https://me:${canary()}@dav/?key=${canary()} rw\n`,
  '/etc/fstab': `//nas/x /m cifs username=me,password=${canary()} 0 0\n`,
  '/srv/app/app.conf': `listen = 80\npassword = ${canary()}\nurl = https://me:${canary()}@db/\n{"auth": "${canary()}", "client_secret":"${canary()}"}\n-----BEGIN RSA PRIVATE KEY-----\n${canary()}\n-----END RSA PRIVATE KEY-----\n`,
  '/etc/systemd/system/docker.service.d/10.conf': `[Service]\nEnvironment=HTTP_PROXY=http://me:${canary()}@proxy\n`,
};

const requests = [
  {
    path: '/srv/**',
    match: {
      password: 'password = (.*)',
      url: 'url = (.*)',
      json: '(\\{.*\\})',
      secret: '"client_secret":"([^"]*)"',
      key: '(-----BEGIN[^]*-----)',
      all: '(?s)(.*)',
    },
  },
  { path: '/etc/shadow', match: { des: '^des:([^:]*)', root: '^root:([^:]*)' } },
  { path: '/etc/gshadow', match: { all: '(.*)' } },
  { path: '/etc/crontab', match: { line: '^(.*)$' } },
  { path: '/etc/docker/*', match: { all: '(.*)' } },
];

function encodings(secret: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    // Inside other text a secret can begin at any of three places of a base64 group.
    const encoded = Buffer.from('x'.repeat(shift) + secret)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(shift === 0 ? 0 : 4, -2);
  });
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('hex'),
    ...base64,
  ];
}

test.each(['host', 'rootfs'])('no planted secret reaches what is emitted, in any form: %s', async (scheme) => {
  const { emitted, summary } = await collect(`${scheme}:${makeTree(planted)}`, { files: requests });
  const bytes = JSON.stringify([emitted, summary]);
  const seen = canaries.filter((secret) =>
    encodings(secret).some((form) => bytes.toLowerCase().includes(form.toLowerCase())),
  );
  expect(seen).toEqual([]);
  expect(canaries.length).toBeGreaterThan(35);
  expect(bytes).not.toContain('00112233445566778899aabbccddeeff');
  // The things they were planted in are there.
  for (const part of [
    'gelf-token=***',
    'mysqldump -p***',
    'unlock-key',
    '"password=***"',
    '{"name":"root","values":["***"]}]',
  ]) {
    if (scheme === 'host') expect(bytes).toContain(part);
  }
});

test('a reader that fails unexpectedly tells no content', async () => {
  const { summary } = await collect(`host:${makeTree(planted)}`, { limits: { hostFileBytes: 64 } });
  expect(canaries.some((secret) => JSON.stringify(summary).includes(secret))).toBe(false);
  expect(summary.status).toBe('partial');
});
