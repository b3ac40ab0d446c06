import { LinkError, linkFailure } from './link-error.ts';
import { isLoopback } from './loopback.ts';
import type { Patience } from './patience.ts';
import { apiHost, type ImageReference } from './reference.ts';
import type { Transport } from './transport.ts';

/** Where a registry is spoken to. Plain HTTP is tried on this machine alone, and only where nothing speaks TLS. */
export async function addressOf(reference: ImageReference, transport: Transport, patience: Patience): Promise<URL> {
  const safe = new URL(`https://${apiHost(reference.domain)}/`);
  if (!isLoopback(safe.hostname)) return safe;
  const probe = async () => {
    const answer = await transport.send({
      method: 'GET',
      url: new URL('/v2/', safe),
      headers: {},
      authorization: null,
    });
    answer.discard();
    return safe;
  };
  try {
    return await probe();
  } catch (error) {
    patience.signal.throwIfAborted();
    if (!(error instanceof LinkError)) throw error;
    const isPlain =
      error.fault === 'not-tls' || error.fault === 'cut' || (error.fault === 'refused' && safe.port === '');
    if (isPlain) return new URL(`http://${apiHost(reference.domain)}/`);
    throw linkFailure(error);
  }
}
