/**
 * Judges an NDJSON file of resource lines in a process of its own, so that its memory can be seen from outside.
 * Arguments: door of the engine, folder with `bundle.wasm` and `catalogue.json`, file, number of workers. Prints one
 * JSON line. It and this file are plain JavaScript, as the published package is:
 * stripping types costs memory in each thread.
 */
import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';

const [door, folder, file, workers] = process.argv.slice(2);
const { evaluate, loadPolicy, resolveProfile } = await import(door);
const catalogue = JSON.parse(readFileSync(path.join(folder, 'catalogue.json'), 'utf8'));
const policy = new Uint8Array(readFileSync(path.join(folder, 'bundle.wasm')));
const started = performance.now();
const loaded = await loadPolicy({
  bundles: [{ catalogue, policy, data: {}, digest: 'sha256:0' }],
  resolved: resolveProfile({ catalogues: [catalogue] }),
});
let outcomes = 0;
let resources = 0;
let half = 0;
const context = {
  now: '2026-01-01T00:00:00Z',
  workers: Number(workers),
  onBatch: (summary) => {
    resources += summary.resources.length;
    if (half === 0 && resources >= 20_000) half = process.memoryUsage().rss;
  },
};
for await (const _ of evaluate(linesOf(file), loaded, context)) outcomes += 1;
const milliseconds = performance.now() - started;
await loaded.close();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const report = { milliseconds, outcomes, resources, peak: maxRSS * 1024, afterTwentyThousand: half };
console.log(JSON.stringify({ ...report, processor: (userCPUTime + systemCPUTime) / 1_000 }));

/** Lines of a file as bytes, without their line feeds. */
async function* linesOf(name) {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(name, { highWaterMark: 1 << 18 })) {
    const bytes = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      yield bytes.subarray(from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
}
