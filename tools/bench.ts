/**
 * Measures and prints one JSON document. Every figure stands beside a bound or a peer of the same run.
 * `npm run bench -- evaluate startup` runs some parts only.
 */
import os from 'node:os';

const parts: Record<string, () => Promise<object>> = {
  evaluate: async () => (await import('../test/bench/evaluate.ts')).benchEvaluate(),
  compile: async () => (await import('../test/bench/compile.ts')).benchCompile(),
  startup: async () => (await import('../test/bench/startup.ts')).benchStartup(),
  live: async () => (await import('../test/bench/live.ts')).benchLive(),
  store: async () => (await import('../test/bench/store.ts')).benchStore(),
  schedule: async () => (await import('../test/bench/schedule.ts')).benchSchedule(),
  serve: async () => (await import('../test/bench/serve.ts')).benchServe(),
  cis: async () => (await import('../test/bench/cis.ts')).benchCis(),
  image: async () => (await import('../test/bench/image.ts')).benchImage(),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(', ')}; parts: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
const report: Record<string, object> = {
  machine: { processors: os.availableParallelism(), memory: os.totalmem(), node: process.versions.node },
};
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`measuring ${name}`);
  report[name] = await run();
}
console.log(JSON.stringify(report, null, 2));
