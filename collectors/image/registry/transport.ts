/**
 * Sends single requests: TLS with the right authorities, proxies, redirects without the login, and no wait without end.
 */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Limits } from '../../../engine/index.ts';
import { type AgentOptions, makeAgent } from './agents.ts';
import { LinkError, linkError } from './link-error.ts';
import { isLoopback } from './loopback.ts';

export interface TransportOptions extends AgentOptions {
  limits: Pick<Limits, 'registryMilliseconds'>;
  signal: AbortSignal;
}

export interface Request {
  /** POST goes to a token server alone, to exchange an identity token. */
  method: 'GET' | 'HEAD' | 'POST';
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Value of the Authorization header, for this host alone; null: none. */
  authorization: string | null;
  body?: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Who answered at last. */
  url: URL;
  /** Whether another host answered than the one that was asked. */
  elsewhere: boolean;
  /** Chunks of the body; throws LinkError where it ends early or stalls. */
  body: AsyncGenerator<Uint8Array, void, undefined>;
  /** Lets the body go unread. */
  discard(): void;
}

export interface Transport {
  /** @throws LinkError where there is no answer; the abort signal's reason. */
  send(request: Request): Promise<Answer>;
  close(): void;
}

const redirectsMost = 5;
const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Opens connections when they are needed, and keeps them until it is closed. */
export function openTransport(options: TransportOptions): Transport {
  const agents = new Map<string, Promise<http.Agent>>();

  function agentFor(url: URL): Promise<http.Agent> {
    const key = `${url.protocol}//${url.host}`;
    const agent = agents.get(key) ?? makeAgent(url, options);
    agents.set(key, agent);
    return agent;
  }

  async function exchange(request: Request, url: URL, authorization: string | null): Promise<IncomingMessage> {
    const agent = await agentFor(url).catch((error: unknown) => {
      throw linkError(error, url.host);
    });
    options.signal.throwIfAborted();
    const headers = {
      'User-Agent': 'plimsoll',
      'Accept-Encoding': 'identity',
      ...request.headers,
      ...(authorization === null ? {} : { Authorization: authorization }),
    };
    return new Promise((resolve, reject) => {
      const client = url.protocol === 'https:' ? https : http;
      const outgoing = client.request(url, { method: request.method, headers, agent, signal: options.signal });
      const timer = setTimeout(
        () => outgoing.destroy(new LinkError('timeout', url.host)),
        options.limits.registryMilliseconds,
      );
      outgoing.on('response', (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      outgoing.on('error', (error) => {
        clearTimeout(timer);
        reject(options.signal.aborted ? options.signal.reason : linkError(error, url.host));
      });
      outgoing.end(request.body);
    });
  }

  async function send(request: Request): Promise<Answer> {
    let url = request.url;
    for (let hops = 0; ; hops++) {
      const elsewhere = url.origin !== request.url.origin;
      const response = await exchange(request, url, elsewhere ? null : request.authorization);
      const status = response.statusCode ?? 0;
      const location = response.headers.location;
      if (!redirectStatuses.has(status) || location === undefined || request.method === 'POST') {
        return answerOf(response, url, elsewhere, options);
      }
      response.destroy();
      if (hops === redirectsMost) throw new LinkError('redirect', request.url.host, 'too many redirects');
      url = redirectTarget(location, url, request.url);
    }
  }

  return {
    send,
    close() {
      for (const agent of agents.values()) {
        agent.then(
          (opened) => opened.destroy(),
          () => undefined,
        );
      }
    },
  };
}

/** An address may be signed, so that messages name its host alone. */
function redirectTarget(location: string, from: URL, asked: URL): URL {
  if (!URL.canParse(location, from.href)) throw new LinkError('redirect', asked.host, 'not an address');
  const target = new URL(location, from.href);
  const isPlain = target.protocol === 'http:' && asked.protocol === 'http:' && isLoopback(target.hostname);
  if (target.protocol !== 'https:' && !isPlain) {
    throw new LinkError('redirect', asked.host, `${target.protocol}//${target.host}`);
  }
  target.username = '';
  target.password = '';
  return target;
}

function answerOf(response: IncomingMessage, url: URL, elsewhere: boolean, options: TransportOptions): Answer {
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    url,
    elsewhere,
    body: chunksOf(response, url.host, options),
    discard: () => {
      response.on('error', () => undefined).destroy();
    },
  };
}

/** The clock runs only while a chunk is waited for, not while a slow reader works on the last one. */
async function* chunksOf(
  response: IncomingMessage,
  host: string,
  { limits, signal }: TransportOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const timer = setTimeout(() => response.destroy(new LinkError('timeout', host)), limits.registryMilliseconds);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : linkError(error, host);
  } finally {
    response.destroy();
  }
}
