import { PlimsollError } from '../../../engine/index.ts';
import type { AnchoreBundle, AnchoreMapping, AnchorePolicy } from './schema.ts';

const everything = '*/*:*';

/** Which policy of a bundle is taken over, and which of its allowlists go with it. */
export interface Choice {
  policies: AnchorePolicy[];
  allowlists: string[];
  /** Mappings to what was not taken over. */
  left: AnchoreMapping[];
  /** The mapping that led here, where it is not for all images. */
  narrow: AnchoreMapping | null;
}

/**
 * The policy that was named; else the one for all images; else the only one. A profile is for a whole run, so what is
 * mapped to other images stays out and is told.
 * @throws PlimsollError `import-invalid` where nothing says which, or a name is unknown
 */
export function choosePolicy(bundle: AnchoreBundle, named: string | undefined, file: string): Choice {
  const { policies, mappings } = bundle;
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const mapping = named === undefined ? mappings.find(({ images }) => images === everything) : undefined;
  const ids =
    named === undefined
      ? mapping?.policies
      : policies.filter((p) => p.id === named || p.name === named).map((p) => p.id);
  const chosen = ids ?? (policies.length === 1 ? [policies[0]!.id] : []);
  if (chosen.length === 0) {
    const names = policies.map(({ name, id }) => name || id).join(', ');
    const message =
      named === undefined
        ? 'No mapping is for all images, so it is not clear which policy is meant'
        : `There is no policy ${named}`;
    throw new PlimsollError('import-invalid', message, { place: { file }, next: `Name one by --policy: ${names}.` });
  }
  const unknown = chosen.find((id) => !byId.has(id));
  if (unknown !== undefined) {
    throw new PlimsollError('import-invalid', `A mapping names the policy ${unknown}, which is not there`, {
      place: { file },
    });
  }
  const leading = mapping ?? mappings.find((each) => each.policies.some((id) => chosen.includes(id))) ?? null;
  return {
    policies: chosen.map((id) => byId.get(id)!),
    allowlists: leading?.allowlists ?? [],
    left: mappings.filter((each) => each !== leading),
    narrow: leading !== null && leading.images !== everything ? leading : null,
  };
}
