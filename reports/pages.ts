import { PlimsollError } from '../engine/index.ts';
import type { ReportInput } from './contract.ts';
import { shippedTemplate, templateNames } from './shipped.ts';
import { benchmarkReports } from './view/benchmark/index.ts';
import { imagesView } from './view/images/index.ts';
import { type ReportView, viewModel } from './view/index.ts';

/** One page of a report, before it is filled in. */
export interface ReportPage {
  /** Name of its file without extension. */
  stem: string;
  view: ReportView;
}

/**
 * The pages of a report by its template: one of the result as a whole, or one for each family of frameworks.
 * @throws PlimsollError `usage` where the template is for frameworks and the result has none.
 */
export async function reportPages(input: ReportInput): Promise<ReportPage[]> {
  checkTemplate(input.template, input.result.frameworks.length);
  if (shippedTemplate(input.template) === 'report') {
    return [{ stem: 'report', view: { ...viewModel(input), images: await imagesView(input) } }];
  }
  const reports = benchmarkReports(input);
  return reports.map(({ family, view }) => ({ stem: reports.length === 1 ? 'report' : `report-${family}`, view }));
}

/**
 * Says before a run whether its report can be made at all.
 * @throws PlimsollError `usage` where the template is for frameworks and there are none.
 */
export function checkTemplate(template: string | undefined, frameworks: number): void {
  if (shippedTemplate(template) !== 'benchmark' || frameworks > 0) return;
  throw new PlimsollError('usage', 'the template benchmark needs a framework, and no bundle brings one', {
    next: `Add a bundle that has one, such as -b cis-docker, or take another template: ${templateNames.join(', ')}.`,
  });
}
