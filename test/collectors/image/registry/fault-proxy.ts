/** Stands between a client and a registry, and does wrong on demand. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type Fault =
  /** The connection is cut after so many bytes of the body. */
  | { kind: 'cut'; after: number }
  /** Nothing comes any more after so many bytes of the body; -1: not even a head. */
  | { kind: 'stall'; after: number }
  /** One byte of the body is another. */
  | { kind: 'corrupt'; at: number }
  /** More bytes than there are. */
  | { kind: 'append'; bytes: Buffer }
  /** As if the request had no Range. */
  | { kind: 'no-range' }
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string | Uint8Array };

export interface SeenRequest {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface FaultProxy {
  host: string;
  base: string;
  port: number;
  requests: SeenRequest[];
  close(): Promise<void>;
}

/** `fault`: what to do wrong with a request; null: it is passed on. `count`: how often this path was asked before. */
export async function startFaultProxy(
  target: string,
  fault: (request: SeenRequest, count: number) => Fault | null = () => null,
): Promise<FaultProxy> {
  const requests: SeenRequest[] = [];
  const server = http.createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString('latin1');
    });
    incoming.on('end', () => {
      const seen = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      const count = requests.filter(({ path }) => path === seen.path).length;
      requests.push(seen);
      const wrong = fault(seen, count);
      if (wrong?.kind === 'answer') {
        outgoing.writeHead(wrong.status, wrong.headers);
        outgoing.end(wrong.body);
        return;
      }
      if (wrong?.kind === 'stall' && wrong.after < 0) return;
      pass(target, seen, outgoing, wrong);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    base: `http://127.0.0.1:${port}`,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(target: string, seen: SeenRequest, outgoing: http.ServerResponse, fault: Fault | null): void {
  const headers = { ...seen.headers };
  if (fault?.kind === 'no-range') delete headers.range;
  const passed = http.request(new URL(seen.path, target), { method: seen.method, headers, agent: false }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(chunks);
      const answered = { ...answer.headers };
      if (fault?.kind === 'append') delete answered['content-length'];
      outgoing.writeHead(answer.statusCode ?? 502, answered);
      if (seen.method === 'HEAD') return void outgoing.end();
      misdo(body, outgoing, fault);
    });
  });
  passed.on('error', () => outgoing.destroy());
  passed.end();
}

function misdo(body: Buffer, outgoing: http.ServerResponse, fault: Fault | null): void {
  switch (fault?.kind) {
    case 'cut':
      outgoing.write(body.subarray(0, fault.after), () => outgoing.destroy());
      return;
    case 'stall':
      outgoing.write(body.subarray(0, fault.after));
      return;
    case 'corrupt': {
      const wrong = Buffer.from(body);
      wrong[fault.at] = (wrong[fault.at] ?? 0) ^ 1;
      outgoing.end(wrong);
      return;
    }
    case 'append':
      outgoing.end(Buffer.concat([body, fault.bytes]));
      return;
    default:
      outgoing.end(body);
  }
}
