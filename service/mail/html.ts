import { loadMailTemplates } from '../../reports/index.ts';

/**
 * Fills a template of templates/mail and writes its style sheet into the elements, since mail programs drop sheets.
 * Only the rules for dark screens stay in a sheet: programs that drop them show the light page.
 * @param name template without extension
 */
export async function mailHtml(name: 'mail' | 'notice', values: object): Promise<string> {
  const [templates, { default: juice }] = await Promise.all([loadMailTemplates(), import('juice')]);
  const page = templates.fill(name, values);
  return juice(page, {
    removeStyleTags: true,
    preserveMediaQueries: true,
    preserveImportant: true,
    applyWidthAttributes: true,
    insertPreservedExtraCss: false,
    webResources: { images: false, links: false, scripts: false, svgs: false },
  });
}
