import type { ReportFile, ReportFormat } from './contract.ts';
import { renderHtml } from './html.ts';
import { finishPdf } from './pdf-finish.ts';
import { loadTemplates } from './templates.ts';

/** The page printed, with classification, digest and page number on every sheet, and result.json inside. */
export const pdf: ReportFormat = {
  id: 'pdf',
  title: 'the same page printed, to sign and to file',
  async render(input, ports) {
    const templates = await loadTemplates(input.template);
    const files: ReportFile[] = [];
    for (const { stem, page, view } of await renderHtml(input)) {
      const printed = await ports.renderPdf(page, {
        title: view.title,
        header: templates.fill('pdf-header', view),
        footer: templates.fill('pdf-footer', view),
      });
      files.push({ name: `${stem}.pdf`, bytes: await finishPdf(printed, input, view) });
    }
    return files;
  },
};
