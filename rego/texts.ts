import { type CatalogueRule, PlimsollError, renderTemplate } from '../engine/index.ts';

/** What a generated entry holds: rule, set, value. */
export type Element = [rule: string, set: string, value: Record<string, unknown>];

/**
 * Why an element cannot be told to a reader: no text for its code, a placeholder that nothing fills, or an unknown fact
 * that is none of the rule's needs. Null where all is well; it would only be found in production otherwise.
 */
export function textFault(
  rule: CatalogueRule,
  [, set, value]: Element,
  resource: Readonly<Record<string, unknown>>,
): string | null {
  const args = (value['args'] ?? {}) as Record<string, unknown>;
  if (set === 'runtimes') return null;
  if (set === 'unknown') return unknownFault(rule, String(value['fact']));
  const template = templateOf(rule, set, value, args);
  if (template === undefined)
    return `there is no text for ${set} with the code ${String(value['code'] ?? args['code'])}`;
  try {
    renderTemplate(template, args, resource);
    return null;
  } catch (thrown) {
    if (thrown instanceof PlimsollError) return thrown.message;
    throw thrown;
  }
}

function templateOf(
  rule: CatalogueRule,
  set: string,
  value: Record<string, unknown>,
  args: Record<string, unknown>,
): string | undefined {
  if (set === 'not_applicable') return rule.reasons?.[String(value['code'])];
  if (set === 'review') return rule.question;
  return typeof rule.message === 'string' ? rule.message : rule.message[String(args['code'])];
}

function unknownFault({ needs }: CatalogueRule, fact: string): string | null {
  const covered = needs.some((need) => `${fact}.`.startsWith(`${need}.`) || `${need}.`.startsWith(`${fact}.`));
  return covered ? null : `the unknown fact ${fact} is not in needs`;
}
