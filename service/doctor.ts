import { collectors, type Target } from '../collectors/index.ts';
import { limitsWith, toPlimsollError } from '../engine/index.ts';
import { createPdfPort } from './browser.ts';

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
    emit: async () => undefined,
    progress: () => undefined,
    environment,
  });
  const problems = summary.problems.map((problem) => problem.message).slice(0, 3);
  const detail = [summary.name, ...problems, summary.advice ?? ''].filter((text) => text !== '').join('; ');
  return { ok: summary.status !== 'failed', detail };
}

/** Prints an empty page, which is the only proof that a browser works here. */
export async function tryBrowser(environment: NodeJS.ProcessEnv): Promise<{ ok: boolean; detail: string }> {
  const port = createPdfPort({ limits: limitsWith(), environment });
  try {
    await port.renderPdf('<!doctype html><title>doctor</title><p>doctor</p>', {
      title: 'doctor',
      header: '',
      footer: '',
    });
  } catch (thrown) {
    const { message, next } = toPlimsollError(thrown);
    return { ok: false, detail: `${message}; HTML reports still work. ${next}` };
  }
  const browser = port.describe();
  const sandbox = browser?.sandbox ? 'in its sandbox' : 'without its sandbox';
  return { ok: true, detail: `${browser?.name} ${browser?.version} ${sandbox}, as user ${browser?.user}` };
}
