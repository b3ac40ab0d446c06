/** The one place that starts a browser. It prints a page without network, without scripts and never as root. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Limits, PlimsollError } from '../engine/index.ts';
import type { PdfOptions } from '../reports/index.ts';
import { unpackEmbeddedBrowser } from './browser/embedded.ts';
import { type FoundBrowser, findInstalledBrowser } from './browser/find.ts';
import { launchBrowser } from './browser/launch.ts';
import { type PrintedPage, printPage } from './browser/print.ts';

/** The browser that printed, as `run.json` records it. */
export interface BrowserDescription {
  name: string;
  version: string;
  sandbox: boolean;
  user: string;
}

export interface PdfPort {
  /** Prints a page. Errors: `browser-missing`, `format-failed`, `limit-reached` (pdfMilliseconds). */
  renderPdf(html: string, options: PdfOptions): Promise<Uint8Array>;
  /** The browser that printed last; null before the first page. */
  describe(): BrowserDescription | null;
}

export interface PdfPortOptions {
  /** Path of a browser, from the configuration. */
  executable?: string;
  limits: Limits;
  environment: Readonly<Record<string, string | undefined>>;
}

/** A way to start one browser; the next is tried where the machine refuses this one. */
interface Attempt {
  browser: FoundBrowser;
  sandbox: boolean;
}

type Finished = { printed: PrintedPage; description: BrowserDescription } | { refused: string };

/** A printer of PDF over a headless browser of this machine, or the embedded one. Nothing starts before the first page. */
export function createPdfPort(options: PdfPortOptions): PdfPort {
  let described: BrowserDescription | null = null;
  return {
    describe: () => described,
    async renderPdf(html, pdf) {
      const folder = await traversableFolder(path.join(os.tmpdir(), 'plimsoll-browser-'));
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), options.limits.pdfMilliseconds);
      try {
        const refusals: string[] = [];
        for (const attempt of await attempts(options, folder)) {
          const finished = await tryPrint(
            attempt,
            await traversableFolder(path.join(folder, 'try-')),
            html,
            pdf,
            abort.signal,
          );
          if ('printed' in finished) {
            described = finished.description;
            return finished.printed.bytes;
          }
          refusals.push(finished.refused);
        }
        throw new PlimsollError(
          'format-failed',
          `the browser ended before it printed: ${tellingLine(refusals.at(-1) ?? '')}`,
        );
      } finally {
        clearTimeout(timer);
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

async function attempts(options: PdfPortOptions, folder: string): Promise<Attempt[]> {
  const installed = await findInstalledBrowser(options);
  if (installed !== null) return [true, false].map((sandbox) => ({ browser: installed, sandbox }));
  const embedded = await unpackEmbeddedBrowser(folder, options.limits.pdfMilliseconds);
  if (embedded === null) throw new PlimsollError('browser-missing', 'no browser was found to print the PDF');
  const { plain, withLibraries } = embedded;
  return [true, false].flatMap((sandbox) => [plain, withLibraries].map((browser) => ({ browser, sandbox })));
}

/** One try. A browser that ends by itself refused; anything else that goes wrong is an error. */
async function tryPrint(
  attempt: Attempt,
  folder: string,
  html: string,
  pdf: PdfOptions,
  deadline: AbortSignal,
): Promise<Finished> {
  const running = await launchBrowser({ ...attempt, folder });
  try {
    const work = printPage(running, html, pdf).then(
      (printed) => ({ printed }),
      async (error: unknown) => {
        // A pipe that closed under the conversation means that the browser ended; why is in its last words.
        if (running.output.destroyed) return { refused: await running.ended };
        throw error;
      },
    );
    // Losing the race must not leave an unhandled rejection behind.
    work.catch(() => undefined);
    const outcome = await Promise.race([work, running.ended.then((said) => ({ refused: said })), expiry(deadline)]);
    if ('refused' in outcome) return outcome;
    const { name } = attempt.browser;
    const description = { name, version: outcome.printed.version, sandbox: running.sandbox, user: running.user };
    return { printed: outcome.printed, description };
  } finally {
    await running.stop();
  }
}

function expiry(deadline: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const expire = () =>
      reject(new PlimsollError('limit-reached', 'printing the PDF took longer than the limit pdfMilliseconds'));
    if (deadline.aborted) expire();
    else deadline.addEventListener('abort', expire, { once: true });
  });
}

/** A folder that only we list and write; the browser's user may pass through to its own. */
async function traversableFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(prefix);
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  return folder;
}

/** The line of a browser's last words that says why; the rest follows from it. */
function tellingLine(text: string): string {
  const lines = text.trim().split('\n');
  const telling = lines.find((line) => /FATAL|error while loading|No usable sandbox/.test(line)) ?? lines[0];
  return telling?.slice(0, 300) || 'it said nothing';
}
