/** Templates that ship, by their name: folders whose files replace each other in this order, and the page. */
export const shippedTemplates = {
  report: { folders: ['report'], page: 'report' },
  benchmark: { folders: ['report', 'benchmark'], page: 'benchmark' },
} as const satisfies Record<string, { folders: readonly string[]; page: string }>;

export type TemplateName = keyof typeof shippedTemplates;
export const templateNames = Object.keys(shippedTemplates) as readonly TemplateName[];

/** The shipped template that a name stands for; that of every folder is `report`. */
export function shippedTemplate(template = 'report'): TemplateName {
  return isShipped(template) ? template : 'report';
}

/** Whether a value of `-t` is the name of a shipped template rather than a folder. */
export function isShipped(template: string): template is TemplateName {
  return Object.hasOwn(shippedTemplates, template);
}
