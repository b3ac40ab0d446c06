import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult } from '../../engine/index.ts';
import { runCli } from '../support/cli.ts';
import { skipUnless } from '../support/real-parts.ts';

/** Files of an engine with the mode each should have, and one that is too wide. */
const files: [string, number, number, string][] = [
  ['usr/lib/systemd/system/docker.service', 0o644, 0o664, '[Service]\nExecStart=/usr/bin/dockerd -H fd://\n'],
  ['usr/lib/systemd/system/docker.socket', 0o644, 0o666, '[Socket]\nListenStream=/run/docker.sock\nSocketMode=0660\n'],
  ['etc/docker/certs.d/registry.example.org/ca.crt', 0o444, 0o664, 'certificate\n'],
  ['etc/docker/tls/ca.pem', 0o444, 0o646, 'certificate\n'],
  ['etc/docker/tls/cert.pem', 0o444, 0o466, 'certificate\n'],
  ['etc/docker/tls/key.pem', 0o400, 0o440, 'key\n'],
  ['etc/docker/daemon.json', 0o644, 0o666, ''],
  ['etc/default/docker', 0o644, 0o646, 'DOCKER_OPTS=""\n'],
  ['etc/os-release', 0o644, 0o644, 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n'],
  ['etc/passwd', 0o644, 0o644, 'root:x:0:0:root:/root:/bin/sh\n'],
  ['etc/group', 0o644, 0o644, 'root:x:0:\ndocker:x:999:\n'],
];
const settings = {
  hosts: ['tcp://0.0.0.0:2376'],
  tlsverify: true,
  tlscacert: '/etc/docker/tls/ca.pem',
  tlscert: '/etc/docker/tls/cert.pem',
  tlskey: '/etc/docker/tls/key.pem',
};

async function plant(root: string, good: boolean): Promise<void> {
  for (const [name, right, wide, text] of files) {
    const file = path.join(root, name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, name.endsWith('daemon.json') ? JSON.stringify(settings) : text);
    await fs.chmod(file, good ? right : wide);
    if (!good && process.getuid?.() === 0) await fs.chown(file, 1000, 1000);
  }
  await fs.chmod(path.join(root, 'etc/docker'), good ? 0o755 : 0o777);
}

describe(
  'files of an engine in a tree at rest',
  skipUnless(process.getuid?.() === 0, 'not root: owners cannot be planted'),
  () => {
    let folder: string;
    const statuses: Record<string, Record<string, string>> = {};

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-tree-'));
      for (const state of ['good', 'bad', 'empty']) {
        const root = path.join(folder, state);
        await fs.mkdir(path.join(root, 'etc'), { recursive: true });
        if (state !== 'empty') await plant(root, state === 'good');
        await runCli(['audit', `rootfs:${root}`, '-b', 'cis-docker', '-f', 'json', '-o', `out-${state}`], { folder });
        const file = path.join(folder, `out-${state}`, 'result.json');
        const result = parseResult(await fs.readFile(file, 'utf8'), { file });
        const newest = result.frameworks.find(({ id }) => id === 'cis-docker-1.8');
        const controls = newest?.controls.filter(({ id }) => /^(1\.1|3)\./.test(id)) ?? [];
        statuses[state] = Object.fromEntries(controls.map(({ id, status }) => [id, status]));
      }
    });
    afterAll(() => fs.rm(folder, { recursive: true, force: true }));

    const judged = [
      '3.1',
      '3.2',
      '3.3',
      '3.4',
      '3.6',
      '3.7',
      '3.8',
      '3.9',
      '3.10',
      '3.11',
      '3.12',
      '3.13',
      '3.14',
      '3.17',
      '3.18',
      '3.19',
      '3.20',
    ];

    test.each(judged)('control %s passes on the good tree and fails on the bad one', (id) => {
      expect([statuses['good']?.[id], statuses['bad']?.[id]]).toEqual(['pass', 'fail']);
    });

    test('what a tree at rest cannot show is never a pass', () => {
      const passes = Object.entries(statuses['empty'] ?? {}).filter(([, status]) => status === 'pass');
      expect(passes).toEqual([]);
    });
  },
);
