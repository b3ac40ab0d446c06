import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Certificates of a TLS connection, as PEM. `verify` false: the server's certificate is not checked. */
export interface Tls {
  authority: string | undefined;
  certificate: string | undefined;
  key: string | undefined;
  verify: boolean;
}

/** Where an engine is: behind a socket or over TCP. */
export type Endpoint =
  | { kind: 'unix'; uri: string; socketPath: string }
  | { kind: 'tcp'; uri: string; host: string; port: number; tls: Tls | null };

/** An address that cannot be used, with the reason in words. */
export class EndpointError extends Error {}

/**
 * Finds the engine that a target's address means, as Docker's own client would.
 * An empty address: `DOCKER_HOST`, else the context that `DOCKER_CONTEXT` or config.json names, else the default socket.
 * TLS comes from the context, else from `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`.
 * @param address - `unix:///path`, `tcp://host:port`, or empty.
 * @param root - folder that stands for `/` for the default socket.
 * @throws EndpointError where the address, the context or a certificate cannot be used.
 */
export async function resolveEndpoint(address: string, environment: Environment, root = '/'): Promise<Endpoint> {
  if (address !== '') return namedEndpoint(address, environment);
  const host = environment['DOCKER_HOST'];
  if (host) return endpointOf(host, await environmentTls(host, environment));
  const context = await currentContext(environment);
  if (context !== null && context !== 'default') return contextEndpoint(context, environment);
  return endpointOf(`unix://${path.join(root, '/var/run/docker.sock')}`, null);
}

/** An address over TCP that the current context names too is reached with the certificates of that context. */
async function namedEndpoint(address: string, environment: Environment): Promise<Endpoint> {
  const named = endpointOf(address, await environmentTls(address, environment));
  if (named.kind === 'unix' || named.tls !== null) return named;
  const context = await resolveEndpoint('', { ...environment, DOCKER_HOST: undefined }).catch(() => null);
  return context !== null && context.uri === named.uri ? context : named;
}

function endpointOf(address: string, tls: Tls | null): Endpoint {
  if (address.startsWith('unix://')) {
    const socketPath = address.slice('unix://'.length) || '/var/run/docker.sock';
    return { kind: 'unix', uri: `unix://${socketPath}`, socketPath };
  }
  if (/^(ssh|npipe|fd):\/\//.test(address)) {
    throw new EndpointError(
      `an address of the form ${address.split(':')[0]}:// cannot be read; forward the socket and name it as docker:unix:///PATH`,
    );
  }
  const withScheme = address.includes('://') ? address : `tcp://${address}`;
  const match = /^(tcp|http|https):\/\/([^/@]+?)(?::(\d+))?\/?$/.exec(withScheme);
  const hostName = match?.[2]?.replace(/^\[(.*)\]$/, '$1');
  if (match === null || !hostName) throw new EndpointError('the address is not unix:///PATH or tcp://HOST:PORT');
  const port = Number(match[3] ?? (tls === null ? 2375 : 2376));
  return { kind: 'tcp', uri: `tcp://${match[2]}:${port}`, host: hostName, port, tls };
}

/** TLS as the environment says: on exactly when DOCKER_TLS_VERIFY is not empty, as Docker's command line has it. */
async function environmentTls(address: string, environment: Environment): Promise<Tls | null> {
  if (address.startsWith('unix://') || !environment['DOCKER_TLS_VERIFY']) return null;
  return readTls(environment['DOCKER_CERT_PATH'] || configurationFolder(environment), true);
}

function configurationFolder(environment: Environment): string {
  return environment['DOCKER_CONFIG'] || path.join(environment['HOME'] || '/root', '.docker');
}

async function currentContext(environment: Environment): Promise<string | null> {
  if (environment['DOCKER_CONTEXT']) return environment['DOCKER_CONTEXT'];
  const file = path.join(configurationFolder(environment), 'config.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const current = parseObject(text, file)['currentContext'];
  return typeof current === 'string' && current !== '' ? current : null;
}

/** A context is kept in folders named after the digest of its name. */
async function contextEndpoint(name: string, environment: Environment): Promise<Endpoint> {
  const folder = path.join(configurationFolder(environment), 'contexts');
  const digest = createHash('sha256').update(name).digest('hex');
  const file = path.join(folder, 'meta', digest, 'meta.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new EndpointError(`the Docker context ${name} is not known (${file})`);
  const endpoints = parseObject(text, file)['Endpoints'] as { docker?: { Host?: string; SkipTLSVerify?: boolean } };
  const host = endpoints?.docker?.Host;
  if (typeof host !== 'string') throw new EndpointError(`the Docker context ${name} names no address (${file})`);
  const certificates = path.join(folder, 'tls', digest, 'docker');
  const tls = host.startsWith('unix://')
    ? null
    : await readTls(certificates, endpoints.docker?.SkipTLSVerify !== true, true);
  return endpointOf(host, tls);
}

/** Reads ca.pem, cert.pem and key.pem of a folder; `optional`: no TLS where none of them is there. */
async function readTls(folder: string, verify: boolean, optional = false): Promise<Tls | null> {
  const read = (file: string) => readFile(path.join(folder, file), 'utf8').catch(() => undefined);
  const [authority, certificate, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  if (authority === undefined && certificate === undefined && key === undefined) {
    if (optional) return null;
    throw new EndpointError(`TLS is asked for and ${folder} has no ca.pem, cert.pem and key.pem that can be read`);
  }
  if ((certificate === undefined) !== (key === undefined)) {
    throw new EndpointError(`${folder} needs both cert.pem and key.pem`);
  }
  return { authority, certificate, key, verify };
}

function parseObject(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {}
  throw new EndpointError(`${file} is not a JSON object`);
}
