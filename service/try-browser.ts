import { limitsWith, toPlimsollError } from '../engine/index.ts';
import { createPdfPort } from './browser.ts';

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
