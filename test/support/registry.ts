/** Starts private registries for tests: Debian's docker-registry and go-containerregistry's, on loopback. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { findOnPath, partFolder } from './real-parts.ts';

const execute = promisify(execFile);

/** Debian's registry and what it needs; null: one of them is absent. */
export function findDistribution(): string | null {
  const others = ['htpasswd', 'openssl', 'skopeo'].every((name) => findOnPath(name) !== null);
  return others ? findOnPath('docker-registry') : null;
}

/** The second implementation, with the referrers API; null where it is not built. */
export function findGoRegistry(): string | null {
  const binary = path.join(partFolder('registry'), 'registry');
  return existsSync(binary) ? binary : null;
}

export interface TestRegistry {
  /** `localhost:PORT` */
  host: string;
  port: number;
  /** `http://` or `https://` and the host. */
  base: string;
  /** Its temporary folder. */
  folder: string;
  stop(): Promise<void>;
}

export interface Certificates {
  authority: string;
  certificate: string;
  key: string;
}

/** Makes an authority and a certificate for localhost and for `registry.test`, as files of a folder. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const file = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => execute('openssl', args, { cwd: folder });
  const subject = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...subject,
    '-days',
    '30',
    '-subj',
    '/CN=test authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  await openssl('req', ...subject, '-subj', '/CN=localhost', '-keyout', 'tls.key', '-out', 'tls.csr');
  writeFileSync(file('san'), 'subjectAltName=DNS:localhost,DNS:registry.test,IP:127.0.0.1\n');
  const signing = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'san'];
  await openssl('x509', '-req', '-in', 'tls.csr', ...signing, '-out', 'tls.crt');
  return { authority: file('ca.crt'), certificate: file('tls.crt'), key: file('tls.key') };
}

export interface DistributionOptions {
  tls?: Certificates;
  /** Asks for a client certificate of this authority. */
  clientAuthority?: string;
  /** Login by htpasswd. */
  basic?: { username: string; password: string };
  /** Login by tokens. */
  token?: { realm: string; service: string; issuer: string; bundle: string };
}

/** Starts docker-registry. The caller stops it. */
export async function startDistribution(options: DistributionOptions = {}): Promise<TestRegistry> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-registry-'));
  const auth: Record<string, unknown> = {};
  if (options.basic) {
    const { username, password } = options.basic;
    const { stdout } = await execute('htpasswd', ['-Bbn', username, password]);
    writeFileSync(path.join(folder, 'htpasswd'), stdout);
    auth['htpasswd'] = { realm: 'test registry', path: path.join(folder, 'htpasswd') };
  }
  if (options.token) {
    const { realm, service, issuer, bundle } = options.token;
    auth['token'] = { realm, service, issuer, rootcertbundle: bundle };
  }
  const tls = options.tls && {
    certificate: options.tls.certificate,
    key: options.tls.key,
    ...(options.clientAuthority ? { clientcas: [options.clientAuthority] } : {}),
  };
  const configuration = {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: path.join(folder, 'data') } },
    http: { addr: '127.0.0.1:0', ...(tls ? { tls } : {}) },
    ...(Object.keys(auth).length > 0 ? { auth } : {}),
  };
  // JSON is YAML too.
  writeFileSync(path.join(folder, 'config.yml'), JSON.stringify(configuration));
  const child = spawn('docker-registry', ['serve', path.join(folder, 'config.yml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await portFrom(child, /listening on 127\.0\.0\.1:(\d+)/);
  return registryOf(child, port, folder, tls ? 'https' : 'http');
}

/** Starts go-containerregistry's registry, in memory. The caller stops it. */
export async function startGoRegistry(): Promise<TestRegistry> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-registry-'));
  const child = spawn(findGoRegistry() ?? '', [], { stdio: ['ignore', 'ignore', 'pipe'] });
  return registryOf(child, await portFrom(child, /serving on port (\d+)/), folder, 'http');
}

function registryOf(child: ChildProcess, port: number, folder: string, scheme: 'http' | 'https'): TestRegistry {
  return {
    host: `localhost:${port}`,
    port,
    base: `${scheme}://localhost:${port}`,
    folder,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function portFrom(child: ChildProcess, pattern: RegExp): Promise<number> {
  let log = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log = `${log}${chunk}`.slice(-20_000);
      const match = pattern.exec(log);
      if (match !== null) resolve(Number(match[1]));
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`the registry did not start:\n${log.slice(-2_000)}`)));
  });
}

/** A home with a Docker configuration: an environment to read with. */
export function makeHome(
  config: unknown,
  authorities: Readonly<Record<string, string>> = {},
): { HOME: string; PATH: string } {
  const home = mkdtempSync(path.join(tmpdir(), 'plimsoll-home-'));
  mkdirSync(path.join(home, '.docker'));
  writeFileSync(path.join(home, '.docker/config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  for (const [host, authority] of Object.entries(authorities)) {
    const folder = path.join(home, '.config/docker/certs.d', host);
    mkdirSync(folder, { recursive: true });
    copyFileSync(authority, path.join(folder, 'ca.crt'));
  }
  return { HOME: home, PATH: process.env['PATH'] ?? '' };
}

/** `auth` of a Docker configuration. */
export function authOf(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}

export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export interface TestDescriptor {
  mediaType: string;
  digest: string;
  size: number;
  [more: string]: unknown;
}

export function descriptorOf(mediaType: string, bytes: Uint8Array, more: object = {}): TestDescriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length, ...more };
}

/** Pushes by raw HTTP, also what no good tool would push. Plain HTTP, no login. */
export function pusher(base: string, repository: string) {
  async function blob(bytes: Uint8Array): Promise<string> {
    const start = await request('POST', `${base}/v2/${repository}/blobs/uploads/`);
    const location = new URL(start.headers.location ?? '', base);
    location.searchParams.set('digest', digestOf(bytes));
    const end = await request('PUT', location.href, bytes, 'application/octet-stream');
    if (end.status !== 201) throw new Error(`blob: status ${end.status}: ${end.text}`);
    return digestOf(bytes);
  }
  async function manifest(document: object | Uint8Array, type: string, name?: string): Promise<string> {
    const bytes = document instanceof Uint8Array ? document : Buffer.from(JSON.stringify(document));
    const answer = await request('PUT', `${base}/v2/${repository}/manifests/${name ?? digestOf(bytes)}`, bytes, type);
    if (answer.status !== 201) throw new Error(`manifest: status ${answer.status}: ${answer.text}`);
    return digestOf(bytes);
  }
  return { blob, manifest };
}

export function request(
  method: string,
  url: string,
  body?: Uint8Array,
  type?: string,
): Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }> {
  const client = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Length': String(body?.length ?? 0), ...(type ? { 'Content-Type': type } : {}) };
    const outgoing = client.request(url, { method, headers, agent: false, rejectUnauthorized: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export const ociTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

/** A small image, made and not pushed: configuration, layers and manifest, all bytes known. */
export function makeImage(contents: readonly Uint8Array[], platform = { os: 'linux', architecture: 'amd64' }) {
  const layers = contents.map((content) => gzipSync(content));
  const config = Buffer.from(
    JSON.stringify({
      ...platform,
      config: { Cmd: ['/bin/sh'] },
      rootfs: { type: 'layers', diff_ids: contents.map((content) => digestOf(content)) },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: ociTypes.manifest,
      config: descriptorOf(ociTypes.config, config),
      layers: layers.map((layer) => descriptorOf(ociTypes.layer, layer)),
    }),
  );
  return { contents, layers, config, manifest, digest: digestOf(manifest), platform };
}

export type TestImage = ReturnType<typeof makeImage>;

/** Pushes an image; under its digest where no tag is given. */
export async function pushImage(base: string, repository: string, image: TestImage, tag?: string): Promise<void> {
  const push = pusher(base, repository);
  for (const bytes of [...image.layers, image.config]) await push.blob(bytes);
  await push.manifest(image.manifest, ociTypes.manifest, tag);
}

/** Writes an image as an OCI layout with the tag `t`, for skopeo to copy. */
export function writeLayout(folder: string, image: TestImage): void {
  mkdirSync(path.join(folder, 'blobs/sha256'), { recursive: true });
  for (const bytes of [...image.layers, image.config, image.manifest]) {
    writeFileSync(path.join(folder, 'blobs/sha256', digestOf(bytes).slice('sha256:'.length)), bytes);
  }
  writeFileSync(path.join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const annotations = { 'org.opencontainers.image.ref.name': 't' };
  const manifests = [descriptorOf(ociTypes.manifest, image.manifest, { annotations })];
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

/** Runs skopeo; resolves with its standard output. */
export async function skopeo(...args: string[]): Promise<string> {
  const { stdout } = await execute('skopeo', args, { maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}
