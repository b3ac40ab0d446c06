import { PlimsollError } from '../engine/index.ts';
import type { ReportFile, ReportFormat, ReportInput, ReportPorts } from './contract.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { pdf } from './pdf.ts';

/** Every format by its name on the command line. A new one is one file and one line here. */
export const formats = { html, pdf, json } as const satisfies Record<string, ReportFormat>;
export type FormatId = keyof typeof formats;
export const formatIds = Object.keys(formats) as readonly FormatId[];

/**
 * Writes one format of a result, as files to put side by side.
 * @throws PlimsollError `usage` for an unknown format, `browser-missing` or `format-failed` where it cannot be made.
 */
export async function renderReport(format: string, input: ReportInput, ports: ReportPorts): Promise<ReportFile[]> {
  if (!Object.hasOwn(formats, format)) {
    throw new PlimsollError('usage', `unknown format ${format}`, { next: `Known formats: ${formatIds.join(', ')}.` });
  }
  return formats[format as FormatId].render(input, ports);
}
