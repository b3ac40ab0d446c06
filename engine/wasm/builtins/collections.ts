import { PlimsollError } from '../../errors.ts';
import { limitTable } from '../../limits.ts';
import type { BuiltinTable, Value } from './value.ts';
import { equal, memberOf, numberOf, setHas, wholeNumberOf } from './value.ts';

/** Numbers, objects and graphs. */
export const collectionBuiltins: BuiltinTable = {
  'numbers.range_step': rangeByStep,
  'object.subset': subset,
  'graph.reachable_paths': reachablePaths,
};

function rangeByStep(from?: Value, to?: Value, by?: Value): Value | undefined {
  const [first, last, step] = [wholeNumberOf(from), wholeNumberOf(to), wholeNumberOf(by)];
  if (first === undefined || last === undefined || step === undefined || step <= 0n) return undefined;
  const distance = first <= last ? last - first : first - last;
  const most = limitTable.builtinValues.value;
  if (distance / step >= BigInt(most)) {
    throw new PlimsollError(
      'limit-reached',
      `numbers.range_step would list more than ${most} numbers (builtinValues).`,
    );
  }
  const numbers: Value[] = [];
  const direction = first <= last ? step : -step;
  for (let count = 0n; count <= distance / step; count++) numbers.push(numberOf(String(first + count * direction)));
  return numbers;
}

/** Whether the second collection is part of the first one; objects inside objects are compared the same way. */
function subset(whole?: Value, part?: Value): Value | undefined {
  if (whole instanceof Map && part instanceof Map) return objectHolds(whole, part);
  if (whole instanceof Set && part instanceof Set) return setHolds(whole, part);
  if (Array.isArray(whole) && Array.isArray(part)) return arrayHolds(whole, part);
  if (Array.isArray(whole) && part instanceof Set) return arrayHoldsSet(whole, part);
  return undefined;
}

function objectHolds(whole: Map<Value, Value>, part: Map<Value, Value>): boolean {
  for (const [key, value] of part) {
    const other = memberOf(whole, key);
    if (other === undefined) return false;
    if (!equal(other, value) && !valueHolds(other, value)) return false;
  }
  return true;
}

function valueHolds(whole: Value, part: Value): boolean {
  if (whole instanceof Map && part instanceof Map) return objectHolds(whole, part);
  if (whole instanceof Set && part instanceof Set) return setHolds(whole, part);
  return Array.isArray(whole) && Array.isArray(part) && arrayHolds(whole, part);
}

function setHolds(whole: Set<Value>, part: Set<Value>): boolean {
  for (const value of part) if (!setHas(whole, value)) return false;
  return true;
}

/** Whether the part occurs in the array as it is, in one piece. */
function arrayHolds(whole: Value[], part: Value[]): boolean {
  for (let start = 0; start + part.length <= whole.length; start++) {
    if (part.every((value, index) => equal(value, whole[start + index]!))) return true;
  }
  return false;
}

/** Like OPA, an element that occurs twice in the array counts twice, and an empty array holds nothing. */
function arrayHoldsSet(whole: Value[], part: Set<Value>): boolean {
  let unmatched = part.size;
  for (const value of whole) {
    if (setHas(part, value)) unmatched--;
    if (unmatched === 0) return true;
  }
  return false;
}

/** All paths from the given vertices, each ending at a vertex without edges or before one that was passed already. */
function reachablePaths(graph?: Value, initial?: Value): Value | undefined {
  if (!(graph instanceof Map) || !(Array.isArray(initial) || initial instanceof Set)) return undefined;
  const search: Search = { graph, paths: new Set(), steps: 0 };
  for (const vertex of initial) {
    const edges = memberOf(graph, vertex);
    if (edges === undefined) continue;
    const neighbours = neighboursOf(edges);
    if (neighbours.length === 0) search.paths.add([vertex]);
    for (const neighbour of neighbours) followPath(search, neighbour, [vertex]);
  }
  return search.paths;
}

interface Search {
  graph: Map<Value, Value>;
  paths: Set<Value>;
  steps: number;
}

function followPath(search: Search, vertex: Value, path: Value[]): void {
  const most = limitTable.builtinValues.value;
  if (++search.steps > most) {
    throw new PlimsollError('limit-reached', `graph.reachable_paths took more than ${most} steps (builtinValues).`);
  }
  const edges = memberOf(search.graph, vertex);
  if (edges === undefined) {
    search.paths.add(path);
    return;
  }
  const longer = [...path, vertex];
  const neighbours = neighboursOf(edges);
  if (neighbours.length === 0) search.paths.add(longer);
  for (const neighbour of neighbours) {
    if (longer.some((passed) => equal(passed, neighbour))) search.paths.add(longer);
    else followPath(search, neighbour, longer);
  }
}

function neighboursOf(edges: Value): Value[] {
  return Array.isArray(edges) || edges instanceof Set ? [...edges] : [];
}
