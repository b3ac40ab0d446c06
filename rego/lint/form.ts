import { rulePackage, setNames } from '../names.ts';
import { fault, inModule, type RuleLint } from './context.ts';

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Folder = package = id. */
export const placeIsName: RuleLint = (subject) => {
  const { rule, outline } = subject;
  const faults = [];
  for (const [what, name] of Object.entries({ area: rule.area, rule: rule.name })) {
    if (!kebab.test(name)) {
      faults.push(fault({ file: rule.module.file }, `The folder of the ${what} is not in kebab case: ${name}`));
    }
  }
  const wanted = rulePackage(rule.namespace, rule.area, rule.name);
  if (outline.package !== wanted) {
    const message = `The package is ${outline.package}, but the folder says ${wanted}`;
    faults.push(fault(inModule(subject, outline.row), message));
  }
  return faults;
};

/** The four sets are sets, `violations` is there, and every other name begins with `_`. */
export const setsAndPrivateNames: RuleLint = (subject) => {
  const { outline } = subject;
  const isSet = (name: string) => (setNames as readonly string[]).includes(name);
  const faults = outline.rules.flatMap(({ name, row, form }) => {
    const at = inModule(subject, row);
    if (isSet(name)) return form === 'set' ? [] : [fault(at, `${name} is a ${form}, write "${name} contains … if"`)];
    if (name.startsWith('_')) return [];
    return [fault(at, `${name} is none of the four sets: a helper's name begins with _`)];
  });
  if (!outline.rules.some(({ name }) => name === 'violations')) {
    faults.push(fault(inModule(subject, outline.row), 'The rule has no set violations'));
  }
  return faults;
};

/** METADATA that would add an entrypoint to the policy, or speak for more than the rule. */
export const onlyPackageMetadata: RuleLint = (subject) => {
  const { outline } = subject;
  return outline.annotations
    .filter((annotation) => annotation['entrypoint'] === true || annotation.scope === 'subpackages')
    .map(() => fault(inModule(subject, outline.row), 'METADATA of a rule has no entrypoint and no scope subpackages'));
};

/** Texts are there for what the rule can say. */
export const textsForSets: RuleLint = (subject) => {
  const { outline, metadata } = subject;
  const { reasons, question } = metadata.value.custom;
  const at = metadata.place(['custom']);
  const has = (set: string) => outline.rules.some(({ name }) => name === set);
  const faults = [];
  const hasReasons = Object.keys(reasons ?? {}).length > 0;
  if (has('not_applicable') && !hasReasons) faults.push(fault(at, 'not_applicable needs reasons in METADATA'));
  if (!has('not_applicable') && hasReasons) faults.push(fault(at, 'reasons without a set not_applicable'));
  if (has('review') && question === undefined) faults.push(fault(at, 'review needs a question in METADATA'));
  if (!has('review') && question !== undefined) faults.push(fault(at, 'a question without a set review'));
  return faults;
};
