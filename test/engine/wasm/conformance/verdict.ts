import { printValue } from '../../../../engine/wasm/builtins/text.ts';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import { equal, sorted } from '../../../../engine/wasm/builtins/value.ts';
import { asJson } from '../builtins/native.ts';
import type { Case } from './cases.ts';
import type { Outcome } from './evaluate.ts';

/** Null when the outcome is what the case wants, else what is wrong. */
export function faultOf(each: Case, outcome: Outcome): string | null {
  if (each.wantResult === undefined) return errorFault(each, outcome);
  if ('thrown' in outcome) return `threw ${outcome.thrown}`;
  const wanted = sorted(each.wantResult.map((bindings) => prepared(bindings, each)));
  const found = sorted(outcome.bindings.map((bindings) => prepared(asJson(bindings)!, each)));
  if (equal(wanted, found)) return null;
  return `found ${printValue(found)}, wanted ${printValue(wanted)}`;
}

/** A conflict stops the policy. An error of a built-in is only an error in strict mode, which wasm does not have. */
function errorFault(each: Case, outcome: Outcome): string | null {
  if (each.strictError) return isUndefined(outcome) ? null : `is ${describe(outcome)}, wanted undefined`;
  return 'thrown' in outcome ? null : `is ${describe(outcome)}, wanted ${each.wantErrorCode}`;
}

function isUndefined(outcome: Outcome): boolean {
  return 'bindings' in outcome && outcome.bindings.length === 0;
}

function describe(outcome: Outcome): string {
  return 'thrown' in outcome ? `thrown: ${outcome.thrown}` : printValue(outcome.bindings);
}

/** With `sort_bindings` the order of a bound array does not matter. */
function prepared(bindings: Value, each: Case): Value {
  if (!each.sortBindings) return bindings;
  const members = [...(bindings as Map<Value, Value>)];
  return new Map(members.map(([name, value]) => [name, Array.isArray(value) ? sorted(value) : value]));
}
