import type { ReportInput, ReportPorts } from '../../reports/index.ts';
import { renderReport } from '../../reports/index.ts';
import { type SampleOptions, sampleResult, sampleRun } from '../support/sample-result.ts';

/** What an organisation may state about its report. */
export const statedSettings = {
  entity: 'Example Retail AG',
  system: 'shop',
  environment: 'production',
  classification: 'Internal',
  reviewer: 'M. Weber',
} as const;

export const noPorts: ReportPorts = {
  renderPdf: () => Promise.reject(new Error('this format asked for a browser')),
};

export function sampleInput(options: SampleOptions = {}): ReportInput {
  return { result: sampleResult(options), run: sampleRun(options), settings: statedSettings };
}

/** The page of a report as text. */
export async function pageOf(input: ReportInput): Promise<string> {
  const [file] = await renderReport('html', input, noPorts);
  return new TextDecoder().decode(file!.bytes);
}

/** Every tag of a page in order, also one that a text slipped in: attributes with any quotes or none. */
export function tagsOf(page: string): { name: string; closing: boolean; attributes: Map<string, string> }[] {
  const tags: ReturnType<typeof tagsOf> = [];
  for (const [, slash, name, rest] of page.matchAll(/<(\/?)([A-Za-z][^\s/>]*)([^>]*)>/g)) {
    const attributes = new Map<string, string>();
    for (const [, key, quoted, bare] of rest!.matchAll(/([^\s="'/]+)(?:=(?:"([^"]*)"|([^\s>]*)))?/g)) {
      attributes.set(key!, quoted ?? bare ?? '');
    }
    tags.push({ name: name!.toLowerCase(), closing: slash === '/', attributes });
  }
  return tags;
}

/** Characters that steer a terminal, hide, or turn the direction of reading; line feeds are none of them. */
export const deceptive = /[[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]--[\n]]/gv;
