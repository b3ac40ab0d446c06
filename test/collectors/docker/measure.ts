/**
 * Measures a live audit's collection beside a sequential look at the same objects, on one kept-alive connection:
 * `node test/collectors/docker/measure.ts [containers]` prints one JSON line for each generation of engine.
 */
import http from 'node:http';
import { generations, startDockerd } from '../../support/dockerd.ts';
import { buildImage } from '../../support/images.ts';
import { collectFrom } from './collecting.ts';

const count = Number(process.argv[2] ?? 100);
const rounds = 5;

for (const generation of generations()) {
  const daemon = await startDockerd({ generation });
  try {
    await buildImage(daemon, 'app:1', ['CMD ["sleep", "1000"]']);
    for (let number = 0; number < count; number++) {
      const how = number % 10 === 0 ? ['run', '--detach'] : ['create'];
      await daemon.docker(...how, '--network', 'none', '--name', `c${number}`, 'app:1');
    }
    await collectFrom(daemon.uri);
    const times = { audit: [] as number[], sequential: [] as number[], withTop: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      times.audit.push(await timed(() => collectFrom(daemon.uri)));
      times.sequential.push(await timed(() => lookOneByOne(daemon.socket, false)));
      times.withTop.push(await timed(() => lookOneByOne(daemon.socket, true)));
    }
    const [audit, sequential, withTop] = [times.audit, times.sequential, times.withTop].map(median) as [
      number,
      number,
      number,
    ];
    const ratio = { inspect: round(audit / sequential), sameRequests: round(audit / withTop) };
    process.stdout.write(`${JSON.stringify({ generation, count, audit, sequential, withTop, ratio })}\n`);
  } finally {
    await daemon.stop();
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return Math.round(performance.now() - start);
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Inspects everything the collector inspects, one after another; `top`: the processes of running containers too. */
async function lookOneByOne(socketPath: string, top: boolean): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const get = (path: string) =>
    new Promise<unknown>((resolve, reject) => {
      const request = http.get({ socketPath, path, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      });
      request.on('error', reject);
    });
  for (const path of ['/version', '/info', '/networks', '/volumes']) await get(path);
  for (const { Id } of (await get('/images/json')) as { Id: string }[]) {
    await get(`/images/${Id}/json`);
    await get(`/images/${Id}/history`);
  }
  for (const { Id, State } of (await get('/containers/json?all=1')) as { Id: string; State: string }[]) {
    await get(`/containers/${Id}/json`);
    if (top && State === 'running') await get(`/containers/${Id}/top?ps_args=-eo%20pid,uid,args`);
  }
  agent.destroy();
}
