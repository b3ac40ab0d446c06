import type { Secret } from '../config/secret.ts';
import { redactedAnswer } from './answer.ts';
import { httpCall } from './call.ts';

/**
 * Calls the heartbeat address: somebody else notices when the calls stop, since a dead server cannot report itself.
 * @param url a secret: such addresses are the key to the check
 * @returns null where it was taken, else why not; the address is not in it
 */
export async function callHeartbeat(url: Secret, signal: AbortSignal): Promise<string | null> {
  try {
    const { status } = await httpCall({ url: url.reveal(), method: 'GET', signal });
    return status >= 200 && status < 300 ? null : `the heartbeat address answered ${status}`;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `the heartbeat address: ${await redactedAnswer(message, [url])}`;
  }
}
