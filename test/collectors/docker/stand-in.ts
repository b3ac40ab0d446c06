/** A small HTTP server on a socket that passes requests on to a real engine, writes them down, and plants faults. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An answer of our own instead of the engine's. */
export interface Fault {
  status?: number;
  /** Text, or a value that is sent as JSON. */
  body?: unknown;
  /** Sends so many bytes of the body and then breaks the connection. */
  cutAfter?: number;
  /** Never answers. */
  hang?: boolean;
  /** Breaks the connection before anything is sent. */
  reset?: boolean;
}

export interface StandIn {
  uri: string;
  socket: string;
  /** `GET /containers/json`, without the version of the API, in the order they came. */
  requests: string[];
  /** Versions of the API that were used. */
  versions: Set<string>;
  stop(): Promise<void>;
}

export interface StandInOptions {
  /** Socket of the engine that answers what has no fault; null: such requests are answered 404. */
  engine: string | null;
  /** The fault for a request, if it has one. @param name - path without version and query. */
  fault?(name: string, query: URLSearchParams): Fault | undefined;
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-stand-in-'));
  await chmod(folder, 0o711);
  const socket = path.join(folder, 'engine.sock');
  const requests: string[] = [];
  const versions = new Set<string>();
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://engine');
    const version = /^\/v(\d+\.\d+)(?=\/)/.exec(url.pathname);
    if (version !== null) versions.add(version[1] ?? '');
    const name = decodeURIComponent(url.pathname.slice(version?.[0].length ?? 0));
    requests.push(`${request.method} ${name}`);
    const fault = options.fault?.(name, url.searchParams);
    if (fault !== undefined) return answer(request, response, fault);
    if (options.engine === null) return answer(request, response, { status: 404, body: { message: 'no such thing' } });
    return forward(request, response, options.engine);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    uri: `docker:unix://${socket}`,
    socket,
    requests,
    versions,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, fault: Fault): void {
  if (fault.hang) return;
  if (fault.reset) return void request.socket.destroy();
  const bytes = Buffer.from(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {}));
  response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', 'content-length': bytes.length });
  if (fault.cutAfter === undefined) return void response.end(bytes);
  response.write(bytes.subarray(0, fault.cutAfter), () => request.socket.destroy());
}

function forward(request: IncomingMessage, response: ServerResponse, engine: string): void {
  const { method, headers } = request;
  const onward = http.request({ socketPath: engine, path: request.url, method, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  onward.on('error', () => request.socket.destroy());
  request.pipe(onward);
}
