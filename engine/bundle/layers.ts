import { PlimsollError } from '../errors.ts';
import type { Profile } from './schema.ts';

/**
 * Lays a profile over the ones it extends: a later `include` replaces the earlier, exclusions add up, and a later
 * severity, parameter or preference of the same thing wins. Throws `profile-unknown` for a base that is not among
 * `profiles`, `profile-invalid` where profiles extend each other in a circle.
 */
export function layProfiles(profile: Profile, profiles: readonly Profile[]): Profile {
  const layers: Profile[] = [profile];
  const names = new Set([profile.profile]);
  for (let base = profile.extends; base !== undefined; base = layers[0]!.extends) {
    const found = profiles.find((each) => each.profile === base);
    if (found === undefined) {
      throw new PlimsollError(
        'profile-unknown',
        `The profile ${layers[0]!.profile} extends ${base}, which is unknown.`,
      );
    }
    if (names.has(base)) {
      throw new PlimsollError('profile-invalid', `The profile ${profile.profile} extends itself by way of ${base}.`);
    }
    names.add(base);
    layers.unshift(found);
  }
  return layers.reduce(layOver);
}

function layOver(base: Profile, top: Profile): Profile {
  const title = top.title ?? base.title;
  const include = top.include ?? base.include;
  return {
    profile: top.profile,
    ...(title === undefined ? {} : { title }),
    ...(include === undefined ? {} : { include }),
    exclude: later(base.exclude, top.exclude, (entry) => entry.rule),
    severities: later(base.severities, top.severities, (entry) => entry.rule),
    parameters: later(base.parameters, top.parameters, (entry) => `${entry.of} ${entry.name}`),
    prefer: { ...base.prefer, ...top.prefer },
  };
}

function later<T>(base: readonly T[] = [], top: readonly T[] = [], nameOf: (entry: T) => string): T[] {
  return [...new Map([...base, ...top].map((entry) => [nameOf(entry), entry])).values()];
}
