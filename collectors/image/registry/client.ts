/** One repository of one registry. It is only read: GET and HEAD. */
import type { Limits, PlimsollError } from '../../../engine/index.ts';
import { addressOf } from './address.ts';
import { type AuthorizeContext, asksForLogin, authorizationFor } from './authorize.ts';
import { readAll } from './body.ts';
import { type FoundCredentials, findCredentials } from './credentials.ts';
import type { Clock } from './patience.ts';
import { newPatience, type Patience, patiently, systemClock, throwIfBusy } from './patience.ts';
import type { ImageReference } from './reference.ts';
import { refusalOf, storageFailure } from './refusal.ts';
import { type Answer, openTransport } from './transport.ts';

export interface RegistryOptions {
  limits: Limits;
  signal: AbortSignal;
  environment: Readonly<Record<string, string | undefined>>;
  /** Tests have their own. */
  clock?: Clock;
}

/** A short answer, read whole. */
export interface Reply {
  status: number;
  headers: Answer['headers'];
  bytes: Buffer;
}

export interface Registry {
  reference: ImageReference;
  /** Host and port, for messages. */
  host: string;
  /** What was wrong with the files of logins. */
  problems: FoundCredentials['problems'];
  patience: Patience;
  limits: Limits;
  /** Asks once and logs in where that is asked for. @throws LinkError, BusyError, PlimsollError */
  request(method: 'GET' | 'HEAD', path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Reads a short document, with patience. `path` is what follows `/v2/NAME/`. @throws PlimsollError */
  read(path: string, accept?: string): Promise<Reply>;
  /** Asks for the head alone, with patience. @throws PlimsollError */
  head(path: string, accept: string): Promise<Omit<Reply, 'bytes'>>;
  /** What a status other than success means, in words. */
  refusal(status: number, what: string): PlimsollError;
  close(): void;
}

/**
 * Finds out how the registry is spoken to, and with which login.
 * @throws PlimsollError `registry-failed` where nothing answers.
 */
export async function openRegistry(reference: ImageReference, options: RegistryOptions): Promise<Registry> {
  const { limits, signal, environment } = options;
  const patience = newPatience(options.clock ?? systemClock, signal, limits);
  const transport = openTransport({ limits, signal, environment, domain: reference.domain });
  try {
    const { credentials, problems } = await findCredentials(reference, options);
    const registry = await addressOf(reference, transport, patience);
    const context: AuthorizeContext = {
      transport,
      limits,
      patience,
      registry,
      domain: reference.domain,
      repository: reference.path,
      credentials,
    };
    return registryOf(reference, context, limits, problems);
  } catch (error) {
    transport.close();
    throw error;
  }
}

function registryOf(
  reference: ImageReference,
  context: AuthorizeContext,
  limits: Limits,
  problems: FoundCredentials['problems'],
): Registry {
  const { transport, patience, registry } = context;
  let authorization: string | null = null;

  async function request(method: 'GET' | 'HEAD', path: string, headers: Readonly<Record<string, string>> = {}) {
    const url = path.startsWith('/') ? new URL(path, registry) : new URL(`/v2/${reference.path}/${path}`, registry);
    const ask = async () => {
      const answer = await transport.send({ method, url, headers, authorization });
      throwIfBusy(answer, patience.clock);
      if (answer.elsewhere && answer.status >= 400 && answer.status !== 404) throw storageFailure(answer, registry);
      return answer;
    };
    const answer = await ask();
    if (!asksForLogin(answer)) return answer;
    answer.discard();
    // A token that was good a while ago may have run out, so that a new one is asked for either way.
    authorization = await authorizationFor(answer.headers['www-authenticate'], context);
    return await ask();
  }

  return {
    reference,
    host: registry.host,
    problems,
    patience,
    limits,
    request,
    read: (path, accept = '*/*') =>
      patiently(patience, async () => {
        const answer = await request('GET', path, { Accept: accept });
        const bytes = await readAll(answer, limits.manifestBytes, 'manifestBytes', 'a manifest or configuration');
        return { status: answer.status, headers: answer.headers, bytes };
      }),
    head: (path, accept) =>
      patiently(patience, async () => {
        const answer = await request('HEAD', path, { Accept: accept });
        answer.discard();
        return { status: answer.status, headers: answer.headers };
      }),
    refusal: (status, what) => refusalOf(status, what, context),
    close: () => transport.close(),
  };
}
