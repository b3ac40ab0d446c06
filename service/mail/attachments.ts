import type { Result } from '../../engine/index.ts';
import { renderReport } from '../../reports/index.ts';
import type { MailReport } from './contract.ts';

export interface Attachment {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  /** Sent also where only a summary is: the printed report, and without one the page. */
  isSummary: boolean;
}

/** The files of the run. */
export function usualFiles({ files }: MailReport): Attachment[] {
  const printed = files.some(({ name }) => name.endsWith('.pdf'));
  return files.map((file) => ({ ...file, isSummary: file.name.endsWith(printed ? '.pdf' : '.html') }));
}

/** Files made of one owner's part: the files of the run hold everybody's resources and must not be sent to them. */
export async function scopedFiles(report: MailReport, result: Result, owner: string): Promise<Attachment[]> {
  const { settings } = report;
  const input = {
    result,
    run: null,
    settings: {
      ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
      boundary: `Resources of ${owner}`,
    },
  };
  const noBrowser = { renderPdf: () => Promise.reject(new Error('no browser is used for a part of a report')) };
  const [page] = await renderReport('html', input, noBrowser);
  const [json] = await renderReport('json', input, noBrowser);
  return [
    ...(page === undefined ? [] : [{ ...page, mediaType: 'text/html', isSummary: true }]),
    ...(json === undefined ? [] : [{ ...json, mediaType: 'application/json', isSummary: false }]),
  ];
}
