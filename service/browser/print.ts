import type { PdfOptions } from '../../reports/index.ts';
import type { RunningBrowser } from './launch.ts';
import { pipeTransport } from './transport.ts';

export interface PrintedPage {
  bytes: Uint8Array;
  /** Version as the browser says it. */
  version: string;
}

/** Prints one page on a running browser: scripts off, every request refused, tagged, with outline. */
export async function printPage(running: RunningBrowser, html: string, options: PdfOptions): Promise<PrintedPage> {
  const { connect } = await import('puppeteer-core');
  const browser = await connect({
    transport: pipeTransport(running.input, running.output),
    defaultViewport: null,
    // The caller's deadline is the only one.
    protocolTimeout: 0,
  });
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (request) => void request.abort('blockedbyclient').catch(() => undefined));
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await page.setContent(html, { waitUntil: 'load', timeout: 0 });
  const bytes = await page.pdf({
    timeout: 0,
    format: 'a4',
    preferCSSPageSize: true,
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: options.header,
    footerTemplate: options.footer,
    margin: { top: '20mm', bottom: '18mm', left: '15mm', right: '15mm' },
    tagged: true,
    outline: true,
  });
  return { bytes, version: await browser.version() };
}
