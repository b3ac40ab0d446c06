/**
 * The only way to an engine, and the only importer of its client library. It sends GET and HEAD and nothing else;
 * every request has a deadline and every answer a size.
 */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { inspect } from 'node:util';
import type { Limits } from '../../engine/index.ts';
import { ApiFailure, failureOf, statusFailure } from './api-failure.ts';
import { negotiate } from './api-version.ts';
import { readBody, streamBody } from './body.ts';
import type { Endpoint, Tls } from './endpoint.ts';

type Query = Readonly<Record<string, string>>;

/** An open connection to one engine. */
export interface Client {
  /** Version of the API that requests are made in, such as `1.41`; null until {@link connect} settled it. */
  readonly apiVersion: string | null;
  /** Reads a JSON document. @throws ApiFailure */
  get(path: string, query?: Query): Promise<unknown>;
  /** Reads a stream of JSON documents, one after another. @throws ApiFailure */
  getStream(path: string, query?: Query): Promise<unknown[]>;
  /**
   * Streams a body that may be large, such as an export. apiRequestMilliseconds is how long the engine may be silent
   * once it began; until it begins only the deadline of the target holds, since old engines write an export to disk first.
   * @throws ApiFailure, also while it is read
   */
  stream(path: string, query?: Query): Promise<AsyncIterable<Uint8Array>>;
  close(): void;
}

interface ClientOptions {
  limits: Pick<Limits, 'apiJsonBytes' | 'apiRequestMilliseconds' | 'apiConcurrency'>;
  signal: AbortSignal;
}

/** The one method the library's transport is used for. */
interface Modem {
  dial(options: object, callback: (error: Error | null, response: IncomingMessage) => void): void;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Refuses every request that could change something, before anything is sent. */
export function assertReadOnly(method: string): void {
  if (!methods.has(method)) throw new TypeError(`a collector only reads: ${method} is refused`);
}

/**
 * Opens a connection and settles the version of the API: the newest that both sides know.
 * @throws ApiFailure where nothing answers or no version fits.
 */
export async function connect(endpoint: Endpoint, options: ClientOptions): Promise<Client & { version: unknown }> {
  const agent = agentFor(endpoint, options.limits.apiConcurrency);
  const modem = await openModem(endpoint, agent);
  let apiVersion: string | null = null;

  async function request<T>(path: string, query: Query, read: (response: IncomingMessage) => Promise<T>): Promise<T> {
    const deadline = AbortSignal.timeout(options.limits.apiRequestMilliseconds);
    const signal = AbortSignal.any([options.signal, deadline]);
    const versioned = apiVersion === null ? path : `/v${apiVersion}${path}`;
    try {
      const response = await dial(modem, 'GET', versioned, query, signal);
      if (response.statusCode !== 200) throw await statusFailure(response);
      return await read(response);
    } catch (error) {
      throw failureOf(error, signal);
    }
  }

  const client = {
    get apiVersion() {
      return apiVersion;
    },
    version: undefined as unknown,
    get: (path: string, query: Query = {}) =>
      retried(() => request(path, query, async (response) => parseJson(await readBody(response, options.limits)))),
    getStream: (path: string, query: Query = {}) =>
      retried(() => request(path, query, async (response) => parseLines(await readBody(response, options.limits)))),
    async stream(path: string, query: Query = {}) {
      const versioned = apiVersion === null ? path : `/v${apiVersion}${path}`;
      try {
        const response = await dial(modem, 'GET', versioned, query, options.signal);
        if (response.statusCode !== 200) throw await statusFailure(response);
        return streamBody(response, options);
      } catch (error) {
        throw failureOf(error, options.signal);
      }
    },
    close: () => agent.destroy(),
  };
  try {
    client.version = await client.get('/version');
    apiVersion = negotiate(client.version);
  } catch (error) {
    agent.destroy();
    throw error;
  }
  return client;
}

/** A connection that was closed while it lay idle is no fault of the engine: reading once more is harmless. */
async function retried<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiFailure && error.retry) return await read();
    throw error;
  }
}

function agentFor(endpoint: Endpoint, connections: number): http.Agent {
  const options = { keepAlive: true, maxSockets: connections };
  const agent =
    endpoint.kind === 'unix' || endpoint.tls === null
      ? new http.Agent(options)
      : new https.Agent({ ...options, ...certificates(endpoint.tls), rejectUnauthorized: endpoint.tls.verify });
  // The library formats everything a request has for its debug log, also while that is off: with the sockets of an
  // agent that took 20 ms a request.
  return Object.assign(agent, { [inspect.custom]: () => 'agent' });
}

function certificates(tls: Tls): { ca?: string; cert?: string; key?: string } {
  return {
    ...(tls.authority === undefined ? {} : { ca: tls.authority }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
  };
}

async function openModem(endpoint: Endpoint, agent: http.Agent): Promise<Modem> {
  const { default: Docker } = await import('dockerode');
  const where =
    endpoint.kind === 'unix'
      ? { socketPath: endpoint.socketPath, host: undefined, protocol: 'http' as const }
      : {
          host: endpoint.host,
          port: endpoint.port,
          protocol: endpoint.tls === null ? ('http' as const) : ('https' as const),
        };
  // The library fills in what is absent from the environment, and fails where that is of no use; the endpoint is
  // settled already, so it must not see any of it.
  const hidden = Object.entries(process.env).filter(([name]) => name.startsWith('DOCKER_'));
  for (const [name] of hidden) delete process.env[name];
  try {
    const docker = new Docker({
      ...where,
      agent,
      ...(endpoint.kind === 'tcp' && endpoint.tls ? certificates(endpoint.tls) : {}),
    } as object);
    return docker.modem as Modem;
  } finally {
    Object.assign(process.env, Object.fromEntries(hidden));
  }
}

/** Sends one request; resolves with the answer's head, its body still to be read. */
function dial(modem: Modem, method: string, path: string, query: Query, signal: AbortSignal): Promise<IncomingMessage> {
  assertReadOnly(method);
  signal.throwIfAborted();
  const hasQuery = Object.keys(query).length > 0;
  const request = {
    method,
    path: hasQuery ? `${path}?` : path,
    ...(hasQuery ? { options: query } : {}),
    isStream: true,
    abortSignal: signal,
    statusCodes: everyStatus,
  };
  return new Promise((resolve, reject) => {
    modem.dial(request, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

/** The library reads the bodies of refusals without a limit; ours does not, so every status is let through to us. */
const everyStatus: Record<number, true> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [100 + index, true as const]),
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiFailure('parse-error', 'the answer is not JSON');
  }
}

function parseLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJson);
}
