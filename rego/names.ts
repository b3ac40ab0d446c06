/** Ids are kebab-case, names in Rego are snake_case. */
export function snake(name: string): string {
  return name.replaceAll('-', '_');
}

/** Package of a rule, dotted and without `data.`. */
export function rulePackage(namespace: string, area: string, name: string): string {
  return `${snake(namespace)}.rules.${snake(area)}.${snake(name)}`;
}

/** The four sets of a rule, in the order in which outcomes are decided on. */
export const setNames = ['violations', 'not_applicable', 'unknown', 'review'] as const;
