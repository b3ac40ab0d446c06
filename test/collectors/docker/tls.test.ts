import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, generations, startDockerd } from '../../support/dockerd.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';
import { collectFrom, modelFaults } from './collecting.ts';

const ready = findOnPath('openssl') === null ? [] : generations();

describe.each(['20.10', 'current'] as const)('an engine of generation %s', (generation) => {
  describe('over TCP with TLS', skipUnless(ready.includes(generation), `dockerd ${generation} and openssl`), () => {
    let folder: string;
    let daemon: Dockerd;
    let uri: string;
    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-tls-'));
      makeCertificates(path.join(folder, 'good'));
      makeCertificates(path.join(folder, 'other'));
      const port = await freePort();
      const file = (name: string) => path.join(folder, 'good', name);
      uri = `docker:tcp://127.0.0.1:${port}`;
      daemon = await startDockerd({
        generation,
        flags: [
          `--host=tcp://127.0.0.1:${port}`,
          '--tlsverify',
          `--tlscacert=${file('ca.pem')}`,
          `--tlscert=${file('server.pem')}`,
          `--tlskey=${file('server.key')}`,
        ],
      });
    });
    afterAll(async () => {
      await daemon?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const environment = (name: string) => ({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: path.join(folder, name) });

    test('is read with a certificate of its own authority; facts of its machine are not supported', async () => {
      const { summary, resources } = await collectFrom(uri, { environment: environment('good') });
      expect(summary).toMatchObject({ status: 'collected', problems: [] });
      const engine = resources.find(({ kind }) => kind === 'engine');
      expect(engine?.missing).toMatchObject({
        configuration: 'not-supported',
        configurationFile: 'not-supported',
        dataRootMount: 'not-supported',
        listeners: 'not-supported',
        noNewPrivileges: 'not-supported',
        sockets: 'not-supported',
      });
      expect(engine?.facts['liveRestore']).toBe(false);
      expect(modelFaults(resources)).toEqual([]);
    });

    test('says over its socket that it listens with TLS and asks for certificates', async () => {
      const { resources } = await collectFrom(daemon.uri);
      const listeners = resources.find(({ kind }) => kind === 'engine')?.facts['listeners'];
      expect(listeners).toContainEqual({
        address: uri.slice('docker:'.length),
        scheme: 'tcp',
        allInterfaces: false,
        loopback: true,
        tls: true,
        tlsVerify: true,
      });
    });

    test.each([
      ['of another authority', 'other'],
      ['that is not there', 'absent'],
    ])('is failed with a certificate %s', async (_, name) => {
      const { summary } = await collectFrom(uri, { environment: environment(name) });
      expect(summary.status).toBe('failed');
      expect(summary.problems[0]?.message).toMatch(/certificate|ca\.pem/);
    });

    test('is failed without TLS', async () => {
      expect((await collectFrom(uri)).summary.status).toBe('failed');
    });
  });
});

/** An authority with a certificate for the server and one for clients, as Docker's own client names them. */
function makeCertificates(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-subj', '/CN=authority', '-days', '2', '-keyout', 'ca.key', '-out', 'ca.pem');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', '2', '-x509'];
  const server = [
    '-subj',
    '/CN=server',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-addext',
    'basicConstraints=CA:FALSE',
  ];
  openssl('req', ...key, ...signed, ...server, '-keyout', 'server.key', '-out', 'server.pem');
  const client = [
    '-subj',
    '/CN=client',
    '-addext',
    'extendedKeyUsage=clientAuth',
    '-addext',
    'basicConstraints=CA:FALSE',
  ];
  openssl('req', ...key, ...signed, ...client, '-keyout', 'key.pem', '-out', 'cert.pem');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
