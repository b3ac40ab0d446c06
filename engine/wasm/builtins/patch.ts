import type { Value } from './value.ts';
import { compare, equal, integerOf, memberOf, numberOf, setHas } from './value.ts';

/**
 * `json.patch`: RFC 6902 with OPA's additions: the leading `/` is optional, a path may be an array of values, and sets
 * can be patched (the key is the element). Nothing is changed in place; any failing operation makes it undefined.
 */
export function patch(target?: Value, operations?: Value): Value | undefined {
  if (target === undefined || !Array.isArray(operations)) return undefined;
  let document: Value | undefined = target;
  for (const operation of operations) {
    if (!(operation instanceof Map)) return undefined;
    const path = pathOf(operation.get('path'));
    if (path === undefined) return undefined;
    const next = applyOne(document, operation, path);
    if (next === undefined) return undefined;
    document = next.document;
  }
  return document;
}

/** A document, which is gone after its root was removed. */
interface Outcome {
  document: Value | undefined;
}

function applyOne(document: Value | undefined, operation: Map<Value, Value>, path: Value[]): Outcome | undefined {
  const value = operation.get('value');
  const from = operation.has('from') ? pathOf(operation.get('from')) : undefined;
  switch (operation.get('op')) {
    case 'add':
      return insertAt(document, path, value);
    case 'remove':
      return removeAt(document, path);
    case 'replace': {
      const without = removeAt(document, path);
      return without === undefined ? undefined : insertAt(without.document, path, value);
    }
    case 'move': {
      const moved = valueAt(document, from);
      const without = from === undefined ? undefined : removeAt(document, from);
      return without === undefined ? undefined : insertAt(without.document, path, moved);
    }
    case 'copy':
      return insertAt(document, path, valueAt(document, from));
    case 'test': {
      const found = valueAt(document, path);
      return found !== undefined && value !== undefined && equal(found, value) ? { document } : undefined;
    }
    default:
      return undefined;
  }
}

/** The segments of a path; `~1` is `/` and `~0` is `~` in the form of a string. */
function pathOf(path: Value | undefined): Value[] | undefined {
  if (Array.isArray(path)) return path;
  if (typeof path !== 'string') return undefined;
  if (path === '') return [];
  const segments = path.replace(/^\/+/, '').split('/');
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: Value | undefined, path: Value[] | undefined): Value | undefined {
  if (path === undefined) return undefined;
  let value = document;
  for (const key of path) value = value === undefined ? undefined : childOf(value, key);
  return value;
}

function insertAt(document: Value | undefined, path: Value[], value: Value | undefined): Outcome | undefined {
  if (value === undefined) return undefined;
  if (path.length === 0) return { document: value };
  return changeAt(document, path, (container, key) => insertInto(container, key, value));
}

function removeAt(document: Value | undefined, path: Value[]): Outcome | undefined {
  if (document === undefined) return undefined;
  return path.length === 0 ? { document: undefined } : changeAt(document, path, removeFrom);
}

type Change = (container: Value, key: Value) => Value | undefined;

/** Applies a change to the container at the end of the path and rebuilds everything above it. */
function changeAt(document: Value | undefined, path: Value[], change: Change): Outcome | undefined {
  if (document === undefined) return undefined;
  const [key, ...rest] = path as [Value, ...Value[]];
  if (rest.length === 0) {
    const changed = change(document, key);
    return changed === undefined ? undefined : { document: changed };
  }
  const child = childOf(document, key);
  const changed = changeAt(child, rest, change)?.document;
  return changed === undefined ? undefined : { document: replaceChild(document, key, child!, changed) };
}

function childOf(container: Value, key: Value): Value | undefined {
  if (container instanceof Map) return memberOf(container, key);
  if (container instanceof Set) return setHas(container, key) ? key : undefined;
  if (!Array.isArray(container)) return undefined;
  const index = indexOf(container, key);
  return index === undefined ? undefined : container[index];
}

function insertInto(container: Value, key: Value, value: Value): Value | undefined {
  if (container instanceof Map) return new Map([...without(container, key), [key, value]]);
  if (container instanceof Set) {
    if (!equal(key, value)) return undefined;
    return setHas(container, key) ? container : new Set([...container, value]);
  }
  if (!Array.isArray(container)) return undefined;
  const index = indexOf(container, key);
  return index === undefined || index > container.length ? undefined : container.toSpliced(index, 0, value);
}

function removeFrom(container: Value, key: Value): Value | undefined {
  if (childOf(container, key) === undefined) return undefined;
  if (container instanceof Map) return new Map(without(container, key));
  if (container instanceof Set) return new Set([...container].filter((element) => !equal(element, key)));
  return (container as Value[]).toSpliced(indexOf(container as Value[], key)!, 1);
}

function replaceChild(container: Value, key: Value, child: Value, changed: Value): Value {
  if (container instanceof Map) {
    return new Map([...container].map(([other, value]) => [other, equal(other, key) ? changed : value]));
  }
  if (container instanceof Set) {
    const others = [...container].filter((element) => compare(element, child) !== 0);
    return new Set([...others.filter((element) => !equal(element, changed)), changed]);
  }
  return (container as Value[]).with(indexOf(container as Value[], key)!, changed);
}

function without(object: Map<Value, Value>, key: Value): [Value, Value][] {
  return [...object].filter(([other]) => !equal(other, key));
}

/** The place in an array that a segment names; `-` is the place after the last element. */
function indexOf(array: Value[], key: Value): number | undefined {
  if (key === '-') return array.length;
  if (typeof key === 'string' && key !== '0' && key.startsWith('0')) return undefined;
  const isDecimal = typeof key === 'string' && /^[+-]?\d+(\.0*)?$/.test(key);
  const index = integerOf(isDecimal ? numberOf(key) : key);
  return index === undefined || index < 0n ? undefined : Number(index);
}
