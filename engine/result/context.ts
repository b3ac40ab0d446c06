import type { ResolvedRules } from '../bundle/resolved.ts';
import type { Bundle } from '../bundle/schema.ts';
import type { TargetScope } from '../bundle/scopes.ts';
import type { Attestation } from './attestations.ts';
import type { Waiver } from './waivers.ts';

interface Named {
  name: string;
  digest: string;
}

/** Everything a result depends on beside what the snapshots' parts say. */
export interface CombineContext {
  /** In the order of the command line. */
  bundles: readonly Pick<Bundle, 'catalogue' | 'digest'>[];
  resolved: ResolvedRules;
  /** Rules of single targets, by number, where they have bundles or a profile of their own; see `scopeTargets`. */
  scopes?: ReadonlyMap<number, TargetScope>;
  /** What those targets asked for, to be named in the result. */
  scopeInputs?: readonly { target: number; bundles: string[]; profile: Named | null }[];
  profile: Named | null;
  waivers:
    | (Named & {
        entries: readonly Waiver[];
        /** As `readWaivers` gives them, where entries that cannot be used were left out. */
        positions?: readonly number[];
        refused?: readonly { index: number; reason: string }[];
      })
    | null;
  attestations: (Named & { entries: readonly Attestation[] }) | null;
  feeds: readonly Named[];
  /** RFC 3339; null: each snapshot is judged at its own time. Moves expiries only. */
  asOf: string | null;
  /** IANA name of the zone in which a date ends. */
  timeZone: string;
  /** Version of Plimsoll. */
  version: string;
  /** Digests of the snapshots in the order of the command line; without it, in the order of the parts. */
  snapshots?: readonly string[];
  /** True where nobody is there to correct a waiver that lasts too long: it is left out and listed, else it throws. */
  unattended?: boolean;
  /** Longest life of a waiver, in days. */
  waiverDays?: { usual: number; severe: number };
  /** Most bytes of values shown of one fact that a framework names. */
  evidenceBytes?: number;
}
