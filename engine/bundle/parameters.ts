import { z } from 'zod';
import { PlimsollError } from '../errors.ts';
import { canonicalJson } from '../snapshot/canonical.ts';
import type { Parameter } from './schema.ts';

/**
 * Checks a value against the parameter's JSON Schema. Throws `parameter-invalid` naming parameter and place in the
 * value; `bundle-invalid` for a schema that cannot be used.
 */
export function checkParameter(of: string, name: string, parameter: Parameter, value: unknown): void {
  let schema: z.ZodType;
  try {
    schema = z.fromJSONSchema(parameter.schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (cause) {
    throw new PlimsollError('bundle-invalid', `The schema of the parameter ${name} of ${of} cannot be used.`, {
      cause,
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return;
  const issue = parsed.error.issues[0]!;
  const at = issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const message = `The value ${JSON.stringify(value)} of the parameter ${name} of ${of} is refused${at}: ${issue.message}.`;
  throw new PlimsollError('parameter-invalid', message, { next: `Correct the value; see plimsoll explain ${of}.` });
}

/**
 * Does a value loosen the rule, compared with the default? Without a declared direction any other value may, and
 * counts as loosening: a profile must then say why.
 */
export function loosens(parameter: Parameter, value: unknown): boolean {
  const { default: strict, direction } = parameter;
  if (canonicalJson(value) === canonicalJson(strict)) return false;
  if (direction === 'higher-is-looser' || direction === 'lower-is-looser') {
    if (typeof value !== 'number' || typeof strict !== 'number') return true;
    return direction === 'higher-is-looser' ? value > strict : value < strict;
  }
  if (direction === undefined || !Array.isArray(value) || !Array.isArray(strict)) return true;
  const [larger, smaller] = direction === 'more-is-looser' ? [value, strict] : [strict, value];
  const known = new Set(smaller.map(canonicalJson));
  return larger.some((item) => !known.has(canonicalJson(item)));
}
