import type { CatalogueRule } from '../engine/index.ts';
import { rulePackage, snake } from './names.ts';

/** What the entry of a kind must know of a rule. */
export interface EntryRule {
  id: string;
  /** Dotted, without `data.`. */
  package: string;
  sets: readonly string[];
  runtimes?: readonly string[] | undefined;
}

/** Path of the generated module of a kind. */
export function entryPath(kind: string): string {
  return `entry/${snake(kind)}.rego`;
}

/** Entrypoints of a kind, sorted. */
export function entrypoints(kind: string): string[] {
  return [`plimsoll/entry/${snake(kind)}/on`, `plimsoll/entry/${snake(kind)}/out`];
}

/**
 * The generated entry module of a kind: what each rule that is switched on puts into its sets, with the rule's full id,
 * and the ids that are switched on, by which the engine sees that they arrived.
 */
export function entryModule(kind: string, rules: readonly EntryRule[]): string {
  const blocks = [`package plimsoll.entry.${snake(kind)}`];
  for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const id = JSON.stringify(rule.id);
    for (const set of rule.sets) blocks.push(setBlock(id, set, rule.package));
    if (rule.runtimes !== undefined) blocks.push(runtimesBlock(id, rule.runtimes));
    blocks.push(`on contains ${id} if data.plimsoll.on[${id}]`);
  }
  return `${blocks.join('\n\n')}\n`;
}

function setBlock(id: string, set: string, rulePackage: string): string {
  return [
    `out contains [${id}, "${set}", v] if {`,
    `\tdata.plimsoll.on[${id}]`,
    `\tsome v in data.${rulePackage}.${set}`,
    '}',
  ].join('\n');
}

/** Resources of other runtimes, so that the engine need not read their facts to find them not applicable. */
function runtimesBlock(id: string, runtimes: readonly string[]): string {
  const list = [...runtimes].sort().map((runtime) => JSON.stringify(runtime));
  return [
    `out contains [${id}, "runtimes", {"target": resource.target, "key": resource.key}] if {`,
    `\tdata.plimsoll.on[${id}]`,
    '\tsome resource in input.resources',
    '\tis_string(resource.runtime)',
    `\tnot resource.runtime in {${list.join(', ')}}`,
    '}',
  ].join('\n');
}

/** Generated modules by path, one for each kind that has a rule. */
export function entryModules(rules: readonly CatalogueRule[]): Record<string, string> {
  const kinds = [...new Set(rules.map(({ kind }) => kind))];
  const entries = kinds.map((kind) => {
    const own = rules.filter((rule) => rule.kind === kind);
    const described = own.map((rule) => ({
      id: rule.id,
      package: packageOf(rule),
      sets: rule.sets,
      runtimes: rule.runtimes,
    }));
    return [entryPath(kind), entryModule(kind, described)];
  });
  return Object.fromEntries(entries);
}

function packageOf(rule: CatalogueRule): string {
  const [namespace, name] = rule.id.split('/');
  return rulePackage(namespace!, rule.area, name!);
}
