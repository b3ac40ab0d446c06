import { snake } from '../names.ts';
import { fault, placeOf, type RuleLint, type RuleToLint } from './context.ts';

/** A rule reads its own package, libraries, tables, parameters and the time; nothing else of `data`. */
export const onlyKnownData: RuleLint = ({ bundle, rule, outline, files }) => {
  const namespace = snake(rule.namespace);
  const tables = Object.keys((bundle.data[namespace] as { tables?: object } | undefined)?.tables ?? {});
  return outline.data.flatMap((read) => {
    const { name } = read;
    if (below(name, outline.package) || below(name, 'plimsoll.params') || name === 'plimsoll.now') return [];
    if (below(name, 'plimsoll.lib') || below(name, `${namespace}.lib`)) return [];
    const at = placeOf(files, read);
    if (!below(name, `${namespace}.tables`)) return [fault(at, `A rule does not read data.${name}`)];
    const table = name.split('.')[2];
    return table !== undefined && tables.includes(table) ? [] : [fault(at, `There is no table data.${name}`)];
  });
};

/** Parameters are read under the rule's own id or its namespace, are declared, and are read at all. */
export const parameters: RuleLint = (subject) => {
  const { bundle, rule, metadata, files } = subject;
  const own = Object.keys(metadata.value.custom.parameters ?? {});
  const uses = metadata.value.custom.uses ?? [];
  const shared = Object.keys(bundle.parameters[rule.namespace] ?? {});
  const faults = uses.flatMap((name, index) =>
    shared.includes(name)
      ? []
      : [fault(metadata.place(['custom', 'uses', index]), `bundle.yaml has no shared parameter ${name}`)],
  );
  const read = { own: new Set<string>(), shared: new Set<string>() };
  for (const { of, name, at } of parameterReads(subject)) {
    const [list, known, where] = of === rule.id ? [read.own, own, 'parameters'] : [read.shared, uses, 'uses'];
    if (of !== rule.id && of !== rule.namespace) {
      faults.push(
        fault(placeOf(files, at), `Parameters of ${of} are not for ${rule.id}: the id is misspelt or foreign`),
      );
      continue;
    }
    if (name === undefined) continue;
    list.add(name);
    if (!known.includes(name))
      faults.push(fault(placeOf(files, at), `${name} is read and not in ${where} of METADATA`));
  }
  for (const [where, list, seen] of [['parameters', own, read.own] as const, ['uses', uses, read.shared] as const]) {
    for (const [index, name] of list.entries()) {
      if (seen.has(name)) continue;
      const at = metadata.place(['custom', where, where === 'uses' ? index : name]);
      faults.push(fault(at, `${name} is in ${where} and is not read`));
    }
  }
  return faults;
};

interface ParameterRead {
  /** Rule id or namespace. */
  of: string;
  name: string | undefined;
  at: RuleToLint['outline']['data'][number];
}

/** Reads of parameters, also through a helper that only stands for the parameters: `_params := data.plimsoll.params[…]`. */
function parameterReads({ rule, outline }: RuleToLint): ParameterRead[] {
  const alias = /^(\w+) := data\.plimsoll\.params(?:\["([^"]+)"\]|\.(\w+))$/gm;
  const aliases = new Map([...rule.module.text.matchAll(alias)].map(([, name, id, word]) => [name!, (id ?? word)!]));
  return outline.data.flatMap((at): ParameterRead[] => {
    const direct = /^plimsoll\.params\.([^.]+)(?:\.([^.]+))?/.exec(at.name);
    if (direct) return [{ of: direct[1]!, name: direct[2], at }];
    if (!at.name.startsWith(`${outline.package}.`)) return [];
    const [helper, name] = at.name.slice(outline.package.length + 1).split('.');
    const of = aliases.get(helper!);
    return of === undefined || name === undefined ? [] : [{ of, name, at }];
  });
}

function below(name: string, above: string): boolean {
  return name === above || name.startsWith(`${above}.`);
}
