import http from 'node:http';

export interface Proxy {
  /** Path of the socket to connect to instead of the engine's. */
  socket: string;
  /** Every request so far: `GET /v1.41/info`. */
  requests: string[];
  close(): Promise<void>;
}

/**
 * Stands between a client and an engine's socket, passes everything on unchanged, and tells of each request before it is
 * passed on. Where the engine is gone, the client's connection is cut, as the kernel would.
 */
export function startProxy(
  engine: string,
  socket: string,
  onRequest: (request: string) => Promise<void> | void = () => undefined,
): Promise<Proxy> {
  const requests: string[] = [];
  const server = http.createServer((incoming, outgoing) => {
    const name = `${incoming.method} ${incoming.url}`;
    requests.push(name);
    void Promise.resolve(onRequest(name)).then(() => {
      const passed = http.request(
        { socketPath: engine, path: incoming.url, method: incoming.method, headers: incoming.headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.on('error', () => outgoing.destroy()).pipe(outgoing);
        },
      );
      passed.on('error', () => outgoing.destroy());
      incoming.pipe(passed);
    });
  });
  return new Promise((resolve) => {
    server.listen(socket, () =>
      resolve({
        socket,
        requests,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      }),
    );
  });
}
