import { collectors, type Target } from '../collectors/index.ts';
import { limitsWith } from '../engine/index.ts';

/** Tries to reach a target by reading the least of it: the engine itself, or the host. */
export async function reachTarget(
  target: Target,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ ok: boolean; detail: string }> {
  const collector = collectors.find((each) => each.id === target.collector);
  if (collector === undefined) return { ok: false, detail: 'this version has no collector for it' };
  const [first] = collector.kinds.includes('engine') ? (['engine'] as const) : collector.kinds;
  const summary = await collector.collect({
    target,
    limits: limitsWith(),
    signal,
    now: () => new Date(),
    kinds: new Set(first === undefined ? [] : [first]),
    files: [],
    imageFiles: [],
    imageContents: false,
    deep: false,
    platform: null,
    imageKeys: [],
    cacheFolder: null,
    emit: async () => undefined,
    progress: () => undefined,
    environment,
  });
  const problems = summary.problems.map((problem) => problem.message).slice(0, 3);
  const detail = [summary.name, ...problems, summary.advice ?? ''].filter((text) => text !== '').join('; ');
  return { ok: summary.status !== 'failed', detail };
}
