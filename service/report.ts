import path from 'node:path';
import { digestOf, type Limits, PlimsollError, type Result, type RunRecord, toPlimsollError } from '../engine/index.ts';
import { type ReportInput, type ReportOwner, type ReportSettings, renderReport } from '../reports/index.ts';
import { createPdfPort } from './browser.ts';
import { writePrivate } from './output.ts';

export interface ReportOptions {
  result: Result;
  run: RunRecord | null;
  settings: ReportSettings;
  owners?: readonly ReportOwner[] | undefined;
  template: string | undefined;
  /** Formats wanted, in the order in which they are made. */
  formats: readonly string[];
  /** Formats the user named: one that cannot be made is an error, where a default one is a warning. */
  named: readonly string[];
  folder: string;
  limits: Limits;
  environment: NodeJS.ProcessEnv;
  /** Path of the browser that prints PDF, from the configuration. */
  browser: string | undefined;
  /** Resources of the snapshots that were judged; undefined: there is only the result. */
  resources: ReportInput['resources'];
  onProgress(message: string): void;
}

export interface Reports {
  files: RunRecord['files'];
  failed: { format: string; reason: string; error: PlimsollError; asked: boolean }[];
  durations: Record<string, number>;
  browser: RunRecord['browser'];
  /** What formats left out, each once. */
  notices: string[];
}

/** Writes each format beside the others; one that fails never takes another with it. */
export async function writeReports(options: ReportOptions): Promise<Reports> {
  const { limits, environment, browser } = options;
  const port = createPdfPort({ limits, environment, ...(browser === undefined ? {} : { executable: browser }) });
  const reports: Reports = { files: [], failed: [], durations: {}, browser: null, notices: [] };
  const notices = new Set<string>();
  for (const format of options.formats) {
    options.onProgress(`writing ${format}`);
    const started = performance.now();
    try {
      const { result, run, settings, owners, template, resources } = options;
      const input: ReportInput = {
        ...{ result, run, settings, limits, notice: (text) => notices.add(text) },
        ...(owners === undefined ? {} : { owners }),
        ...(template === undefined ? {} : { template }),
        ...(resources === undefined ? {} : { resources }),
      };
      for (const { name, bytes } of await renderReport(format, input, port)) {
        await writePrivate(path.join(options.folder, name), bytes);
        reports.files.push({ name, bytes: bytes.length, digest: digestOf(bytes) });
      }
    } catch (thrown) {
      const cause = toPlimsollError(thrown);
      if (cause.code === 'usage') throw cause;
      const asked = options.named.includes(format);
      const error = new PlimsollError('format-failed', `${format} could not be written: ${cause.message}`, {
        cause,
        next: cause.next,
      });
      reports.failed.push({ format, reason: cause.message, error, asked });
    }
    reports.durations[`report:${format}`] = Math.round(performance.now() - started);
  }
  reports.browser = port.describe();
  reports.notices = [...notices];
  return reports;
}
