import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { hostCertificates, systemAuthorities } from './certificates.ts';
import { LinkError, linkError } from './link-error.ts';
import { isLoopback } from './loopback.ts';
import { apiHost } from './reference.ts';

export interface AgentOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** Host of the registry; its own authorities count for hosts it sends us to as well. */
  domain: string;
}

/**
 * Makes what keeps the connections to one host: with its authorities and client certificate, or through a proxy.
 * @throws LinkError `authorities` where a certificate of this machine is not usable.
 */
export async function makeAgent(url: URL, options: AgentOptions): Promise<http.Agent> {
  // As Go's clients have it, this machine is never reached through a proxy.
  const proxy = isLoopback(url.hostname) ? {} : { proxyEnv: { ...options.environment } };
  if (url.protocol === 'http:') return new http.Agent({ keepAlive: true, ...proxy });
  const secureContext = await secureContextFor(url.host, options);
  return new https.Agent({ keepAlive: true, secureContext, ...proxy } as https.AgentOptions);
}

/** Client certificates go to their own host alone; authorities of the registry count for its helpers as well. */
async function secureContextFor(host: string, options: AgentOptions): Promise<tls.SecureContext> {
  const own = await hostCertificates(certificateName(host, options), options.environment);
  const registry = await hostCertificates(options.domain, options.environment);
  const system = await systemAuthorities(options.environment);
  try {
    return tls.createSecureContext({
      ca: [...system, ...own.authorities, ...registry.authorities],
      cert: own.clients.map(({ certificate }) => certificate),
      key: own.clients.map(({ key }) => key),
    });
  } catch (error) {
    throw new LinkError('authorities', host, linkError(error, host).detail);
  }
}

/** The folder of the registry is named as in references: another name for the default registry, with any port. */
function certificateName(host: string, { domain }: AgentOptions): string {
  return new URL(`https://${apiHost(domain)}`).host === host ? domain : host;
}
