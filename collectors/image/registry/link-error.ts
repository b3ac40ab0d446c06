import type { PlimsollError } from '../../../engine/index.ts';
import { RegistryError } from './registry-error.ts';

export type LinkFault =
  | 'timeout'
  | 'not-tls'
  | 'certificate'
  | 'unresolved'
  | 'refused'
  | 'cut'
  | 'redirect'
  | 'authorities'
  | 'other';

/** A request that got no answer, or half of one. Never carries a message of the library: that may quote a header. */
export class LinkError extends Error {
  readonly fault: LinkFault;
  readonly host: string;
  /** Code of the system or of TLS: `ECONNRESET`. */
  readonly detail: string;

  constructor(fault: LinkFault, host: string, detail = '') {
    super(`${host}: ${fault}`);
    this.name = 'LinkError';
    this.fault = fault;
    this.host = host;
    this.detail = detail;
  }

  /** Whether the same request may well succeed when it is sent again. */
  get passing(): boolean {
    return this.fault === 'cut';
  }
}

const faultOfCode: Readonly<Record<string, LinkFault>> = {
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  HPE_INVALID_EOF_STATE: 'cut',
  ERR_STREAM_PREMATURE_CLOSE: 'cut',
  ETIMEDOUT: 'timeout',
  EPROTO: 'not-tls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
  ERR_SSL_HTTP_REQUEST: 'not-tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  CERT_HAS_EXPIRED: 'certificate',
  CERT_NOT_YET_VALID: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
};

/** What went wrong with a connection, from whatever Node threw. */
export function linkError(thrown: unknown, host: string): LinkError {
  if (thrown instanceof LinkError) return thrown;
  // Of several addresses that were tried, the first failure speaks for all.
  const first = thrown instanceof AggregateError ? (thrown.errors[0] as unknown) : thrown;
  const code = (first as NodeJS.ErrnoException)?.code;
  const detail = typeof code === 'string' && /^[A-Z0-9_]{1,80}$/.test(code) ? code : '';
  return new LinkError((Object.hasOwn(faultOfCode, detail) && faultOfCode[detail]) || 'other', host, detail);
}

/** The failure in words, with the next step. */
export function linkFailure(error: LinkError): PlimsollError {
  const { host, detail } = error;
  const coded = detail === '' ? '' : ` (${detail})`;
  const fail = (message: string, next?: string) =>
    new RegistryError(host, message, error.fault === 'timeout' ? 'timeout' : 'not-supported', next);
  switch (error.fault) {
    case 'timeout':
      return fail(
        `no answer in time${coded}`,
        'Check that it can be reached from here, or raise registryMilliseconds under limits: in plimsoll.yaml.',
      );
    case 'not-tls':
      return fail(
        `it does not speak TLS${coded}`,
        'Plain HTTP is only used on this machine (localhost, 127.0.0.1); give the registry a certificate.',
      );
    case 'certificate':
      return fail(
        `its certificate is not trusted${coded}`,
        `Put the certificate of its authority into /etc/docker/certs.d/${host}/ca.crt, or name it in SSL_CERT_FILE.`,
      );
    case 'unresolved':
      return fail(`no address is known for this name${coded}`, 'Check the name of the host, and DNS.');
    case 'refused':
      return fail(`nothing listens there${coded}`, 'Check the host and the port.');
    case 'cut':
      return fail(
        `the connection was cut again and again${coded}`,
        'Try again; check the network and proxies between.',
      );
    case 'redirect':
      return fail(
        `it redirects to where this program does not follow: ${detail}`,
        'Check the registry and its storage.',
      );
    case 'authorities':
      return fail(
        `certificates of this machine cannot be used for it${coded}`,
        `Check the PEM files of certs.d/${host}, and SSL_CERT_FILE.`,
      );
    default:
      return fail(`it cannot be reached${coded}`);
  }
}
