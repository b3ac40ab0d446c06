import { createHash } from 'node:crypto';
import type { ReportFormat, ReportInput } from './contract.ts';
import { type ReportPage, reportPages } from './pages.ts';
import { loadTemplates } from './templates.ts';

/** Pages that load nothing: no script, no network, one style sheet by its hash. */
export const html: ReportFormat = {
  id: 'html',
  title: 'a page for the browser, self-contained',
  async render(input) {
    const pages = await renderHtml(input);
    return pages.map(({ stem, page }) => ({ name: `${stem}.html`, bytes: new TextEncoder().encode(page) }));
  },
};

/** The pages, each with the view it was made from. */
export async function renderHtml(input: ReportInput): Promise<(ReportPage & { page: string })[]> {
  const templates = await loadTemplates(input.template);
  const policy = contentPolicy(templates.style);
  return (await reportPages(input)).map(({ stem, view }) => ({
    stem,
    view,
    page: templates.fill(templates.page, { ...view, policy }),
  }));
}

/** Content Security Policy (W3C CSP 3): only this style sheet and pictures inside the page. */
function contentPolicy(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}
