import { PlimsollError } from '../engine/index.ts';
import type { ReportFile, ReportFormat, ReportInput, ReportPorts } from './contract.ts';

/**
 * Every format by its name on the command line. A new one is one file and one line here. Each is loaded when it is
 * asked for: a run that writes JSON needs no templates.
 */
const formats = {
  html: async () => (await import('./html.ts')).html,
  pdf: async () => (await import('./pdf.ts')).pdf,
  json: async () => (await import('./json.ts')).json,
  notice: async () => (await import('./notice.ts')).notice,
  cyclonedx: async () => (await import('./cyclonedx.ts')).cyclonedx,
  spdx: async () => (await import('./spdx.ts')).spdx,
  'licenses-csv': async () => (await import('./licenses-csv.ts')).licensesCsv,
} as const satisfies Record<string, () => Promise<ReportFormat>>;
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
  return (await formats[format as FormatId]()).render(input, ports);
}
