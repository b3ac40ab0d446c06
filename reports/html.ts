import { createHash } from 'node:crypto';
import type { ReportFile, ReportFormat, ReportInput } from './contract.ts';
import { loadTemplates } from './templates.ts';
import { type ReportView, viewModel } from './view/index.ts';

/** One page that loads nothing: no script, no network, one style sheet by its hash. */
export const html: ReportFormat = {
  id: 'html',
  title: 'a page for the browser, self-contained',
  render: async (input) => [await htmlFile(input)],
};

/** The page and the view it was made from. */
export async function renderHtml(input: ReportInput): Promise<{ page: string; view: ReportView }> {
  const templates = await loadTemplates(input.template);
  const view = viewModel(input);
  return { page: templates.fill('report', { ...view, policy: contentPolicy(templates.style) }), view };
}

async function htmlFile(input: ReportInput): Promise<ReportFile> {
  const { page } = await renderHtml(input);
  return { name: 'report.html', bytes: new TextEncoder().encode(page) };
}

/** Content Security Policy (W3C CSP 3): only this style sheet and pictures inside the page. */
function contentPolicy(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}
