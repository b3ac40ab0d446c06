import type { SetName } from '../bundle/schema.ts';
import { type HeadOfLine, readHead } from '../snapshot/line.ts';
import { type Batch, batchSize, lineOf } from './batch.ts';
import type { RulePlan } from './plan.ts';

/** One output of a policy's entrypoint, as it comes: `[rule id, set, value]` where the policy keeps its contract. */
export type Element = unknown;

/** A value of the set `violations`. */
export interface Violation {
  args: Record<string, unknown>;
  part: string | null;
  location: { pointer: string } | { file: string; line?: number } | null;
}

/** What one rule said about one resource. */
export interface RuleOutput {
  violations: Violation[];
  notApplicable: { code: string; args: Record<string, unknown> }[];
  unknown: { fact: string; code: string }[];
  review: { args: Record<string, unknown> }[];
  /** The resource's runtime is none that the rule is for. */
  otherRuntime: boolean;
  /** What is wrong with the output, where something is. */
  malformed: string | null;
}

/** Elements by the rule and the resource they are about. */
export interface Attributed {
  /** For each resource of the batch: rule id → output. */
  resources: Map<string, RuleOutput>[];
  /** Rules with output about no resource of the batch, with what is wrong; sorted by id. */
  stray: Map<string, string>;
  /** Output that names no rule that was evaluated: the bundle's entry module itself is broken. */
  foreign: string | null;
}

/** Names a resource inside one kind. */
export function resourceName(target: number, key: string): string {
  return `${target} ${key}`;
}

/**
 * Sorts a policy's output by resource and rule, checking its form. Nothing is dropped: what cannot be taken is
 * `malformed` where its resource is known, `stray` where only its rule is, `foreign` otherwise.
 *
 * @param names {@link resourceName} → index of the resource in the batch
 * @param rules the rules that were evaluated
 */
export function attribute(
  elements: readonly Element[],
  names: ReadonlyMap<string, number>,
  count: number,
  rules: ReadonlyMap<string, RulePlan>,
): Attributed {
  const resources = Array.from({ length: count }, () => new Map<string, RuleOutput>());
  const stray = new Map<string, string>();
  let foreign: string | null = null;
  for (const element of elements) {
    const [id, set, value] = Array.isArray(element) ? (element as unknown[]) : [];
    const rule = typeof id === 'string' ? rules.get(id) : undefined;
    if (rule === undefined) {
      foreign ??= `its output ${shown(element)} names no rule that is switched on`;
      continue;
    }
    const about = isObject(value) ? resourceOf(value, names) : undefined;
    if (about === undefined) {
      stray.set(rule.id, `its output in ${shown(set)} is about no resource that was given: ${shown(value)}`);
      continue;
    }
    const outputs = resources[about]!;
    let output = outputs.get(rule.id);
    if (output === undefined) {
      output = { violations: [], notApplicable: [], unknown: [], review: [], otherRuntime: false, malformed: null };
      outputs.set(rule.id, output);
    }
    output.malformed ??= take(output, rule, set, value as Record<string, unknown>);
  }
  return { resources, stray, foreign };
}

/** True when all output of one rule is about the lines of a batch, or about the one line it was run on. */
export function fitsBatch(batch: Batch, elements: readonly Element[], only: number | null): boolean {
  const names = namesOf(headsOf(batch));
  return elements.every((element) => {
    const value = Array.isArray(element) ? (element as unknown[])[2] : undefined;
    const about = isObject(value) ? resourceOf(value, names) : undefined;
    return about !== undefined && (only === null || about === only);
  });
}

/** Heads of all lines of a batch. */
export function headsOf(batch: Batch): HeadOfLine[] {
  return Array.from({ length: batchSize(batch) }, (_, index) => readHead(lineOf(batch, index)));
}

/** {@link resourceName} → index, for the lines of a batch. */
export function namesOf(heads: readonly HeadOfLine[]): ReadonlyMap<string, number> {
  return new Map(heads.map(({ head }, index) => [resourceName(head.target, head.key), index]));
}

function resourceOf(value: Record<string, unknown>, names: ReadonlyMap<string, number>): number | undefined {
  const { target, key } = value;
  if (typeof target !== 'number' || typeof key !== 'string') return undefined;
  return names.get(resourceName(target, key));
}

const members: Record<SetName | 'runtimes', ReadonlySet<string>> = {
  violations: new Set(['target', 'key', 'args', 'part', 'location']),
  not_applicable: new Set(['target', 'key', 'args', 'code']),
  unknown: new Set(['target', 'key', 'fact', 'code']),
  review: new Set(['target', 'key', 'args']),
  runtimes: new Set(['target', 'key']),
};

/** Adds one value to the output of its rule; says what is wrong with it where it cannot be taken. */
function take(output: RuleOutput, rule: RulePlan, set: unknown, value: Record<string, unknown>): string | null {
  if (typeof set !== 'string' || !Object.hasOwn(members, set)) return `there is no set ${shown(set)}`;
  const name = set as SetName | 'runtimes';
  if (name === 'runtimes' ? rule.runtimes === null : !rule.sets.includes(name)) return `the rule has no set ${name}`;
  const extra = Object.keys(value).find((member) => !members[name].has(member));
  if (extra !== undefined) return `a value of ${name} has the member ${shown(extra)}`;
  if (name === 'runtimes') {
    output.otherRuntime = true;
    return null;
  }
  if (name === 'unknown') {
    const { fact, code } = value;
    if (typeof fact !== 'string' || typeof code !== 'string') return 'a value of unknown needs a fact and a code';
    output.unknown.push({ fact, code });
    return null;
  }
  const { args } = value;
  if (!isObject(args)) return `a value of ${name} needs args that are an object`;
  if (name === 'review') {
    output.review.push({ args });
    return null;
  }
  if (name === 'not_applicable') {
    if (typeof value['code'] !== 'string') return 'a value of not_applicable needs a code';
    output.notApplicable.push({ code: value['code'], args });
    return null;
  }
  return takeViolation(output, args, value['part'] ?? null, value['location'] ?? null);
}

function takeViolation(
  output: RuleOutput,
  args: Record<string, unknown>,
  part: unknown,
  location: unknown,
): string | null {
  if (part !== null && typeof part !== 'string') return `the part ${shown(part)} is not a name`;
  if (!isLocation(location)) return `the location ${shown(location)} is neither a pointer nor a file and line`;
  output.violations.push({ args, part, location });
  return null;
}

function isLocation(value: unknown): value is Violation['location'] {
  if (value === null) return true;
  if (!isObject(value)) return false;
  const names = Object.keys(value).sort().join(' ');
  if (names === 'pointer') return typeof value['pointer'] === 'string';
  const line = value['line'];
  if (names !== 'file' && names !== 'file line') return false;
  return typeof value['file'] === 'string' && (line === undefined || Number.isSafeInteger(line));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A foreign value for a message: JSON, not longer than a line. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
