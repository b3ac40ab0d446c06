import type { Limits, PlimsollError } from '../../../engine/index.ts';
import { readAll } from './body.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { isLoopback } from './loopback.ts';
import { type Patience, patiently, throwIfBusy } from './patience.ts';
import { RegistryError } from './registry-error.ts';
import type { Answer, Transport } from './transport.ts';

export interface AuthorizeContext {
  transport: Transport;
  limits: Pick<Limits, 'manifestBytes'>;
  patience: Patience;
  /** Address of the registry. */
  registry: URL;
  /** Name of the registry in references, as `docker login` takes it. */
  domain: string;
  /** Repository to read. */
  repository: string;
  credentials: Credentials | null;
}

const tokenServerWords = 'the token server of the registry';

/**
 * Answers a registry's challenge: the value of the Authorization header for the next request. Bearer tokens are asked
 * for with the right to pull this repository and no other.
 * @throws PlimsollError `registry-failed` where it asks for what is not there.
 */
export async function authorizationFor(header: string | undefined, context: AuthorizeContext): Promise<string> {
  const { credentials } = context;
  const challenges = parseChallenges(header);
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
  if (bearer !== undefined && credentials?.kind === 'registry-token')
    return `Bearer ${checked(credentials.token, context)}`;
  if (bearer !== undefined) return `Bearer ${await fetchToken(bearer, context)}`;
  if (!challenges.some(({ scheme }) => scheme === 'basic')) {
    throw refused(context, 'it asks for a login of a kind that is not known');
  }
  if (credentials === null) throw loginMissing(context);
  if (credentials.kind === 'password') return basic(credentials);
  throw refused(context, 'it asks for a password, and the login that is kept for it is a token', loginStep(context));
}

/** The login was not accepted, or there is none. */
export function loginFailure(context: Pick<AuthorizeContext, 'credentials' | 'domain' | 'registry'>): PlimsollError {
  if (context.credentials === null) return loginMissing(context);
  return refused(context, 'it does not accept the login that is kept for it', loginStep(context));
}

function loginMissing(context: Pick<AuthorizeContext, 'domain' | 'registry'>): PlimsollError {
  return refused(context, 'it asks for a login, and none is kept for it', loginStep(context));
}

function loginStep({ domain }: Pick<AuthorizeContext, 'domain'>): string {
  return `Run docker login ${domain}, or point DOCKER_CONFIG to the folder of a config.json that has the login.`;
}

async function fetchToken(challenge: Challenge, context: AuthorizeContext): Promise<string> {
  const realm = realmOf(challenge, context);
  const answer = await patiently(context.patience, async () => {
    const attempt = await context.transport.send(tokenRequest(realm, challenge, context));
    throwIfBusy(attempt, context.patience.clock);
    const text = await readAll(attempt, context.limits.manifestBytes, 'manifestBytes', 'the answer of a token server');
    return { status: attempt.status, text: text.toString('utf8') };
  });
  if (answer.status === 401 || answer.status === 403 || answer.status === 400) throw loginFailure(context);
  if (answer.status !== 200) throw refused(context, `${tokenServerWords} answers with status ${answer.status}`);
  const token = tokenIn(answer.text);
  if (token === null) throw refused(context, `${tokenServerWords} answers without a token`);
  return token;
}

/** Logins go to the realm, so that has to be as safe as the registry itself. */
function realmOf(challenge: Challenge, context: AuthorizeContext): URL {
  const realm = challenge.parameters.get('realm') ?? '';
  if (!URL.canParse(realm)) throw refused(context, 'it names no token server');
  const url = new URL(realm);
  const isPlain = url.protocol === 'http:' && isLoopback(url.hostname) && isLoopback(context.registry.hostname);
  if (url.protocol !== 'https:' && !isPlain) {
    throw refused(context, `${tokenServerWords}, ${url.host}, does not speak TLS, so that no login is sent there`);
  }
  url.username = '';
  url.password = '';
  return url;
}

function tokenRequest(realm: URL, challenge: Challenge, { credentials, repository }: AuthorizeContext) {
  const service = challenge.parameters.get('service');
  const scope = pullScope(challenge.parameters.get('scope'), repository);
  const headers = { Accept: 'application/json' };
  if (credentials?.kind === 'identity-token') {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'plimsoll', scope });
    if (service !== undefined) form.set('service', service);
    form.set('refresh_token', credentials.token);
    return {
      method: 'POST' as const,
      url: realm,
      headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      authorization: null,
      body: form.toString(),
    };
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const authorization = credentials?.kind === 'password' ? basic(credentials) : null;
  return { method: 'GET' as const, url, headers, authorization };
}

/** Registries write scopes in their own ways; one that asks for nothing but pulling is taken as it is. */
function pullScope(asked: string | undefined, repository: string): string {
  return asked !== undefined && /^[^\s,]+:pull$/.test(asked) ? asked : `repository:${repository}:pull`;
}

function tokenIn(text: string): string | null {
  try {
    const answer = JSON.parse(text) as { token?: unknown; access_token?: unknown } | null;
    const token = answer?.token || answer?.access_token;
    return typeof token === 'string' && isHeaderSafe(token) ? token : null;
  } catch {
    return null;
  }
}

function checked(token: string, context: AuthorizeContext): string {
  if (isHeaderSafe(token)) return token;
  throw refused(context, 'the token that is kept for it has characters that no token has', loginStep(context));
}

function isHeaderSafe(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function refused({ registry }: Pick<AuthorizeContext, 'registry'>, message: string, next?: string): PlimsollError {
  return new RegistryError(registry.host, message, 'permission-denied', next);
}

/** Whether the answer is the registry's own wish for a login, and not one of a server it redirected to. */
export function asksForLogin(answer: Answer): boolean {
  return answer.status === 401 && !answer.elsewhere;
}
