import type { KindName, Limits, Resource, Result, RunRecord } from '../engine/index.ts';
import type { ReportSettings } from './settings.ts';

/** Somebody who must act on what is theirs: resources with all of the labels, or with a key that one of the globs fits. */
export interface ReportOwner {
  name: string;
  labels?: Record<string, string> | undefined;
  keys?: readonly string[] | undefined;
}

/** What every format is made from. */
export interface ReportInput {
  result: Result;
  /** Null where a result is printed without its run. */
  run: RunRecord | null;
  settings: ReportSettings;
  /** Who must act on what; absent: labels of the resources say it. */
  owners?: readonly ReportOwner[];
  /** Name of a shipped template, or folder of a team's own; absent: `report`. */
  template?: string;
  /** Limits in force; absent: those of the table. */
  limits?: Limits;
  /** Resources of a kind out of the snapshots that were judged, for inventories; absent: there is only the result. */
  resources?: (kind: KindName) => AsyncIterable<Resource>;
  /** Takes what a format leaves out and a reader should know; absent: nobody listens. */
  notice?: (text: string) => void;
}

/** How a page is printed; the port adds nothing of its own. */
export interface PdfOptions {
  title: string;
  /** HTML of the margin boxes; elements of class `pageNumber` and `totalPages` are filled in. */
  header: string;
  footer: string;
}

/** What reports need from outside: somebody who prints HTML. */
export interface ReportPorts {
  renderPdf(html: string, options: PdfOptions): Promise<Uint8Array>;
}

/** One file of a report. */
export interface ReportFile {
  name: string;
  bytes: Uint8Array;
}

/** One format: a view of the result that can neither add nor lose a verdict. */
export interface ReportFormat {
  id: string;
  title: string;
  render(input: ReportInput, ports: ReportPorts): Promise<ReportFile[]>;
}
