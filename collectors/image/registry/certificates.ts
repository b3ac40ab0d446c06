import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { compareText } from '../../../engine/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Certificates that one registry has its own folder for. */
export interface HostCertificates {
  /** PEM of authorities, beside those of the system. */
  authorities: string[];
  /** Client certificates with their keys, PEM. */
  clients: { certificate: string; key: string }[];
}

/** Where distributions keep the authorities of the system; the first that is there counts. */
const systemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The authorities of the system: `SSL_CERT_FILE` where it is set, else the distribution's file, else those that Node
 * brings. An `SSL_CERT_FILE` that cannot be read trusts nobody, so that the mistake shows.
 */
export async function systemAuthorities(environment: Environment): Promise<string[]> {
  const named = environment['SSL_CERT_FILE'];
  if (named) return [await readFile(named, 'utf8').catch(() => '')];
  for (const file of systemFiles) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') return [text];
  }
  return [...tls.rootCertificates];
}

/** Reads `certs.d/HOST` as Docker and podman do: `*.crt` are authorities, `*.cert` with `*.key` client certificates. */
export async function hostCertificates(host: string, environment: Environment): Promise<HostCertificates> {
  const found: HostCertificates = { authorities: [], clients: [] };
  for (const folder of certificateFolders(environment)) {
    const place = path.join(folder, host);
    const names = (await readdir(place).catch(() => [])).sort(compareText);
    for (const name of names) {
      const read = (file: string) => readFile(path.join(place, file), 'utf8').catch(() => '');
      if (name.endsWith('.crt')) found.authorities.push(await read(name));
      if (!name.endsWith('.cert')) continue;
      const [certificate, key] = [await read(name), await read(`${name.slice(0, -'.cert'.length)}.key`)];
      if (certificate !== '' && key !== '') found.clients.push({ certificate, key });
    }
  }
  return found;
}

function certificateFolders(environment: Environment): string[] {
  const home = environment['HOME'];
  const own = environment['XDG_CONFIG_HOME'] || (home ? path.join(home, '.config') : '');
  const folders = ['/etc/docker/certs.d', '/etc/containers/certs.d'];
  return own === '' ? folders : [path.join(own, 'docker/certs.d'), path.join(own, 'containers/certs.d'), ...folders];
}
