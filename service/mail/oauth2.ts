/** Tokens for XOAUTH2 (RFC 6749 sections 4.4 and 6): fetched by us, kept in memory only. */
import { PlimsollError } from '../../engine/index.ts';
import { Secret } from '../config/secret.ts';
import { redactedAnswer } from './answer.ts';
import { httpCall } from './call.ts';
import type { Login } from './server.ts';

type OAuth2 = Extract<Login, { kind: 'oauth2' }>;

/** Gives the token of a login, fetching a new one where there is none or it ends within a minute. */
export interface TokenSource {
  token(login: OAuth2, now: Date, signal?: AbortSignal): Promise<Secret>;
  /** Forgets a token that the server refused. */
  forget(): void;
}

const marginSeconds = 60;
const usualSeconds = 300;

export function createTokenSource(): TokenSource {
  let kept: { token: Secret; until: number } | null = null;
  return {
    async token(login, now, signal) {
      if (kept !== null && now.getTime() < kept.until) return kept.token;
      const fetched = await fetchToken(login, signal);
      kept = { token: fetched.token, until: now.getTime() + (fetched.seconds - marginSeconds) * 1000 };
      return fetched.token;
    },
    forget() {
      kept = null;
    },
  };
}

async function fetchToken(login: OAuth2, signal?: AbortSignal): Promise<{ token: Secret; seconds: number }> {
  const { refreshToken, clientSecret } = login;
  const body = new URLSearchParams({
    client_id: login.clientId,
    client_secret: clientSecret.reveal(),
    ...(refreshToken === null
      ? { grant_type: 'client_credentials' }
      : { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() }),
    ...(login.scope === null ? {} : { scope: login.scope }),
  });
  const answer = await httpCall({
    url: login.tokenUrl,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: body.toString(),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    throw failed(error instanceof Error ? error.message : String(error));
  });
  const parsed = parseAnswer(answer.text);
  if (answer.status !== 200) {
    // Only the short code of RFC 6749 section 5.2 is told; the rest may quote what was sent.
    const code = typeof parsed?.['error'] === 'string' ? parsed['error'] : '';
    throw failed(await redactedAnswer(`status ${answer.status} ${code}`, [clientSecret, refreshToken]));
  }
  const token = parsed?.['access_token'];
  // A token goes into one line of SMTP; a line break in it would be a command.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw failed('the answer holds no usable token');
  const seconds = parsed?.['expires_in'];
  return { token: new Secret(token), seconds: typeof seconds === 'number' && seconds > 0 ? seconds : usualSeconds };
}

function parseAnswer(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function failed(reason: string): PlimsollError {
  return new PlimsollError(
    'delivery-failed',
    `no token could be had from the address in mail.oauth2.tokenUrl: ${reason}`,
    {
      next: 'Check tokenUrl, clientId, clientSecret and refreshToken under mail: in plimsoll.yaml.',
    },
  );
}
