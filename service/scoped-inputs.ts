/** The rules of a run in which single targets have bundles or a profile of their own. */
import {
  type Bundle,
  bundleId,
  type CombineContext,
  type Profile,
  type ResolvedRules,
  resolveProfile,
  type ScopedRules,
  scopeTargets,
} from '../engine/index.ts';
import { type BundleOptions, openBundles } from './bundles.ts';
import type { ConfiguredTarget } from './targets.ts';

/** A target that is judged by other rules than the run's. */
export interface ScopedTarget {
  /** Its number in the snapshot. */
  target: number;
  /** Instead of the run's; null: the run's. */
  bundles: readonly string[] | null;
  /** Instead of the run's; null: the run's. */
  profile: string | null;
}

/** Those of the configured targets that have bundles or a profile of their own. */
export function scopedTargets(configured: readonly ConfiguredTarget[]): ScopedTarget[] {
  return configured.flatMap((each, index) => {
    if (typeof each === 'string' || (each.bundles === undefined && each.profile === undefined)) return [];
    return [{ target: index + 1, bundles: each.bundles ?? null, profile: each.profile ?? null }];
  });
}

interface NamedProfile {
  name: string;
  digest: string;
  value: Profile;
}

export interface OpenedRules extends ScopedRules {
  /** Of the run and of all targets, each once. */
  bundles: Bundle[];
  profile: Pick<NamedProfile, 'name' | 'digest'> | null;
  scopeInputs: NonNullable<CombineContext['scopeInputs']>;
}

type OpenProfile = (
  wanted: string | undefined,
  options: BundleOptions,
  bundles: readonly Bundle[],
) => Promise<NamedProfile | null>;

/**
 * Opens all bundles and profiles of a run and says which rules each target is judged by.
 * @throws PlimsollError as `openBundles`, `resolveProfile` and `scopeTargets` of the engine
 */
export async function openRules(
  options: BundleOptions & {
    bundles: readonly string[];
    profile: string | undefined;
    scoped?: readonly ScopedTarget[];
  },
  openProfile: OpenProfile,
): Promise<OpenedRules> {
  const scoped = options.scoped ?? [];
  const references = [...new Set([...options.bundles, ...scoped.flatMap(({ bundles }) => bundles ?? [])])];
  const opened = await openBundles(references, options);
  const byReference = new Map(references.map((reference, index) => [reference, opened[index]!]));
  // A bundle can be named in two ways, such as by name and by path.
  const bundles = [...new Map(opened.map((bundle) => [bundle.digest, bundle])).values()];
  const profile = await openProfile(options.profile, options, bundles);
  const whole = resolve(bundles, bundles, profile);
  const own = (names: readonly string[]) => names.map((name) => byReference.get(name)!);
  const base = within(whole, own(options.bundles));
  const scopes = new Map<number, ResolvedRules>();
  const scopeInputs: { target: number; bundles: string[]; profile: OpenedRules['profile'] }[] = [];
  for (const each of scoped) {
    const theirs = own(each.bundles ?? options.bundles);
    const named = await openProfile(each.profile ?? undefined, options, bundles);
    scopes.set(each.target, named === null ? within(whole, theirs) : resolve(theirs, bundles, named));
    const shown = named ?? profile;
    scopeInputs.push({
      target: each.target,
      bundles: theirs.map(({ catalogue }) => bundleId(catalogue)),
      profile: shown === null ? null : { name: shown.name, digest: shown.digest },
    });
  }
  const united = scopeTargets(base, scopes);
  return {
    ...united,
    bundles,
    profile: profile === null ? null : { name: profile.name, digest: profile.digest },
    scopeInputs,
  };
}

function resolve(bundles: readonly Bundle[], all: readonly Bundle[], profile: NamedProfile | null): ResolvedRules {
  return resolveProfile({
    catalogues: bundles.map(({ catalogue }) => catalogue),
    ...(profile === null ? {} : { profile: profile.value }),
    profiles: all.flatMap(({ catalogue }) => catalogue.profiles),
  });
}

/** Only the rules of some bundles stay switched on. */
function within(resolved: ResolvedRules, bundles: readonly Bundle[]): ResolvedRules {
  const ids = new Set(bundles.flatMap(({ catalogue }) => catalogue.rules.map(({ id }) => id)));
  return { ...resolved, on: resolved.on.filter((id) => ids.has(id)) };
}
