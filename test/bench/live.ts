import http from 'node:http';
import { collectors, parseTarget } from '../../collectors/index.ts';
import { type KindName, limitsWith } from '../../engine/index.ts';
import { generations, startDockerd } from '../support/dockerd.ts';
import { buildImage } from '../support/images.ts';
import { inTurn } from './measure.ts';

const containers = 100;
/** One in so many is running. */
const running = 10;

/** Collecting a live engine against inspecting the same objects one after the other. */
export async function benchLive(): Promise<object> {
  const results: Record<string, object> = {};
  for (const generation of generations()) {
    const daemon = await startDockerd({ generation });
    try {
      await buildImage(daemon, 'bench:1', ['CMD ["sleep", "1000"]']);
      for (let number = 0; number < containers; number++) {
        const how = number % running === 0 ? ['run', '--detach'] : ['create'];
        await daemon.docker(...how, '--network=none', `--name=c${number}`, 'bench:1');
      }
      const collect = () => collectAll(daemon.uri);
      // What the collector reads includes the processes of running containers, for which the engine runs ps.
      const same = await inTurn(5, collect, () => inspectAll(daemon.socket, true));
      const plain = await inTurn(5, collect, () => inspectAll(daemon.socket, false));
      results[generation] = {
        containers,
        collectMilliseconds: same.a,
        sameObjects: { milliseconds: same.b, ratio: same.ratio, bound: 1.3 },
        withoutProcesses: { milliseconds: plain.b, ratio: plain.ratio },
      };
    } finally {
      await daemon.stop();
    }
  }
  return results;
}

async function collectAll(uri: string): Promise<void> {
  const target = parseTarget(uri, 1);
  const collector = collectors.find((each) => each.id === target.collector);
  if (collector === undefined) throw new Error('no collector');
  const summary = await collector.collect({
    target,
    limits: limitsWith(),
    signal: new AbortController().signal,
    now: () => new Date(),
    kinds: new Set<KindName>(collector.kinds),
    files: [],
    imageFiles: [],
    imageContents: false,
    deep: false,
    platform: null,
    cacheFolder: null,
    imageKeys: [],
    emit: async () => undefined,
    progress: () => undefined,
    environment: {},
  });
  if (summary.status === 'failed') throw new Error('the collection failed');
}

/** The plain loop: the objects the collector reads, one request at a time, on one connection. */
async function inspectAll(socketPath: string, processes: boolean): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const get = (path: string) =>
    new Promise<unknown>((resolve, reject) => {
      http
        .get({ socketPath, path, agent }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
        })
        .on('error', reject);
    });
  await get('/info');
  await get('/version');
  for (const { Id, State } of (await get('/containers/json?all=1')) as { Id: string; State: string }[]) {
    await get(`/containers/${Id}/json`);
    if (processes && State === 'running') await get(`/containers/${Id}/top`);
  }
  for (const { Id } of (await get('/images/json')) as { Id: string }[]) {
    await get(`/images/${Id}/json`);
    await get(`/images/${Id}/history`);
  }
  for (const { Id } of (await get('/networks')) as { Id: string }[]) await get(`/networks/${Id}`);
  await get('/volumes');
  agent.destroy();
}
