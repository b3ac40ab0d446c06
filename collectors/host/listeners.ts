import type { Facts } from '../../engine/index.ts';
import { redactUrl } from '../redact.ts';

export type Listener = Facts<'engine'>['listeners'][number];

/**
 * Reads the addresses of `hosts`, normalized as dockerd does: a missing scheme is TCP, a missing host localhost, a
 * missing port 2375, or 2376 with TLS.
 */
export function listenersOf(hosts: readonly string[], tls: boolean, tlsVerify: boolean): Listener[] {
  return hosts.map((given) => listenerOf(given.trim(), tls, tlsVerify));
}

function listenerOf(given: string, tls: boolean, tlsVerify: boolean): Listener {
  const parts = /^([a-z]+):\/\/(.*)$/s.exec(given);
  const scheme = parts?.[1] ?? 'tcp';
  const rest = parts?.[2] ?? given;
  if (scheme !== 'tcp') {
    const address = scheme === 'unix' ? `unix://${rest === '' ? '/var/run/docker.sock' : rest}` : `${scheme}://${rest}`;
    return { address: redactUrl(address), scheme, allInterfaces: false, loopback: false, tls: false, tlsVerify: false };
  }
  const { host, port } = splitAddress(rest.replace(/\/.*$/s, ''), tls);
  return {
    address: redactUrl(`tcp://${host}:${port}`),
    scheme,
    allInterfaces: isEveryAddress(host),
    loopback: isLoopback(host),
    tls,
    tlsVerify: tls && tlsVerify,
  };
}

function splitAddress(address: string, tls: boolean): { host: string; port: string } {
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(address);
  const host = parts === null ? address : (parts[1] ?? '');
  const port = parts?.[2] ?? '';
  return { host: host === '' ? 'localhost' : host, port: port === '' ? (tls ? '2376' : '2375') : port };
}

/** Whether an address stands for every interface. */
export function isEveryAddress(host: string): boolean {
  return /^(?:0\.0\.0\.0|\*|\[?[0:]+\]?)$/.test(host) && host !== '[::1]';
}

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^(?:127(?:\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(?:\.\d{1,3}){3}\]?)$/.test(host);
}
