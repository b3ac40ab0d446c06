import type { Configuration } from '../config/schema.ts';
import type { ConfiguredTarget } from '../targets.ts';

/**
 * The targets of a schedule: those it names, by name or by form, else all of the configuration. What no configured target
 * is called is a form of its own, as on the command line.
 */
export function targetsOfSchedule(
  configuration: Pick<Configuration, 'targets'>,
  named: readonly string[] | undefined,
): ConfiguredTarget[] {
  const configured = configuration.targets ?? [];
  if (named === undefined) return [...configured];
  return named.map((text) => configured.find((target) => namesOf(target).includes(text)) ?? text);
}

function namesOf(target: ConfiguredTarget): string[] {
  if (typeof target === 'string') return [target];
  return target.name === undefined ? [target.uri] : [target.name, target.uri];
}
