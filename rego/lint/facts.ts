import { type JsonSchema, kindJsonSchema } from '../../engine/index.ts';
import { nearest } from '../known-keys.ts';
import { fault, inModule, placeOf, type RuleLint, type RuleToLint } from './context.ts';

const head = ['kind', 'key', 'id', 'name', 'labels', 'missing', 'target'];

/** The kind exists and every need is one of its facts, once. */
export const needsAreFacts: RuleLint = ({ kind, metadata }) => {
  const { kind: named, needs } = metadata.value.custom;
  if (kind === null) return [fault(metadata.place(['custom', 'kind']), `There is no kind ${named}`)];
  return needs.flatMap((need, index) => {
    const at = metadata.place(['custom', 'needs', index]);
    if (head.includes(need.split('.')[0]!)) return [fault(at, `${need} is in the head of every resource, no fact`)];
    const hint = unknownFact(kindJsonSchema(kind) as JsonSchema, need);
    if (hint !== null) return [fault(at, `A ${kind} has no fact ${need}${hint}`)];
    return needs.indexOf(need) < index ? [fault(at, `${need} is listed twice`)] : [];
  });
};

/** What the module reads exists and is covered by needs. */
export const readsAreNeeds: RuleLint = ({ kind, metadata, outline, files }) => {
  if (kind === null) return [];
  const { needs, runtimes } = metadata.value.custom;
  const allowed = runtimes === undefined ? needs : [...needs, 'runtime'];
  const seen = new Set<string>();
  return outline.facts.flatMap((read) => {
    const { name } = read;
    if (head.includes(name.split('.')[0]!) || seen.has(name)) return [];
    seen.add(name);
    const at = placeOf(files, read);
    if (name.startsWith('*')) return [fault(at, 'A fact is read by a name that is not constant, or a whole resource')];
    const hint = unknownFact(kindJsonSchema(kind) as JsonSchema, name);
    if (hint !== null) return [fault(at, `A ${kind} has no fact ${name}${hint}`)];
    return allowed.some((need) => touches(need, name)) ? [] : [fault(at, `${name} is read and not in needs`)];
  });
};

/** A need that nothing reads makes the rule `not-evaluated` for no reason, unless a text shows it. */
export const needsAreRead: RuleLint = ({ metadata, outline }) => {
  const { needs, message, reasons, question } = metadata.value.custom;
  const texts = [message, reasons, question].flatMap((text) =>
    typeof text === 'object' ? Object.values(text) : [text],
  );
  const shown = texts.flatMap((text) => [...(text ?? '').matchAll(/\{([\w.-]+)\}/g)].map((match) => match[1]!));
  const used = [...outline.facts.map(({ name }) => name), ...shown];
  return needs.flatMap((need, index) => {
    if (used.some((name) => touches(need, name))) return [];
    return [fault(metadata.place(['custom', 'needs', index]), `${need} is in needs and neither read nor shown`)];
  });
};

/** Going over all resources inside going over all resources makes the result depend on the batch. */
export const noJoins: RuleLint = (subject: RuleToLint) =>
  subject.outline.loops
    .filter(({ times }) => times > 1)
    .map(({ row, times }) =>
      fault(inModule(subject, row), `The rule goes over input.resources ${times} times: never join`),
    );

/** Whether one dotted name is the other or stands above it. */
function touches(left: string, right: string): boolean {
  return `${left}.`.startsWith(`${right}.`) || `${right}.`.startsWith(`${left}.`);
}

/** Null for a fact that exists; otherwise a hint, which may be empty. */
export function unknownFact(schema: JsonSchema, name: string): string | null {
  let at: JsonSchema = schema;
  for (const part of name.split('.')) {
    while (at.items !== undefined) at = at.items;
    const known = at.properties ?? {};
    const next = known[part] ?? (typeof at.additionalProperties === 'object' ? at.additionalProperties : undefined);
    if (next === undefined) {
      const close = nearest(part, Object.keys(known));
      return close === undefined ? '' : `, did you mean ${close}?`;
    }
    at = next;
  }
  return null;
}
