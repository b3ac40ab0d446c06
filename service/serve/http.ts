import { PlimsollError } from '../../engine/index.ts';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

export interface HttpOptions {
  /** `127.0.0.1:9187`, `[::1]:9187`; port 0: any that is free. */
  listen: string;
  health: Health;
  metrics: Metrics;
}

export interface RunningHttp {
  /** Where it listens, as `host:port`. */
  address: string;
  close(): Promise<void>;
}

/**
 * Serves /healthz (the process runs), /readyz (it can do its work; else 503 with what is wrong) and /metrics. There is
 * nothing to change over it and nothing secret in it, but names of schedules: it listens on loopback unless told otherwise.
 * @throws PlimsollError `configuration-invalid` where it cannot listen
 */
export async function startHttp({ listen, health, metrics }: HttpOptions): Promise<RunningHttp> {
  const { host, port } = parseListen(listen);
  const { fastify } = await import('fastify');
  const server = fastify({ logger: false, bodyLimit: 1024, requestTimeout: 10_000, forceCloseConnections: true });
  server.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  server.get('/healthz', async () => ({ alive: true }));
  server.get('/readyz', async (_request, reply) => {
    const problems = await health.problems();
    return reply.code(problems.length === 0 ? 200 : 503).send({ ready: problems.length === 0, problems });
  });
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  server.setErrorHandler((_error, _request, reply) => reply.code(500).send({ error: 'see the log' }));
  try {
    await server.listen({ host, port });
  } catch (cause) {
    await server.close();
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new PlimsollError('configuration-invalid', `server.listen: ${listen} cannot be listened on: ${code}`, {
      next: 'Choose another address under server: in plimsoll.yaml, or with --listen.',
      cause,
    });
  }
  const own = server.server.address();
  const bound = typeof own === 'object' && own !== null ? own.port : port;
  return { address: host.includes(':') ? `[${host}]:${bound}` : `${host}:${bound}`, close: () => server.close() };
}

function parseListen(listen: string): { host: string; port: number } {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:\s]+)):(\d{1,5})$/.exec(listen);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw new PlimsollError('configuration-invalid', `server.listen: ${listen} is no address such as 127.0.0.1:9187`);
  }
  return { host: match[1] ?? match[2]!, port };
}
