import type { End, Header, MissingCode } from '../snapshot/schema.ts';
import type { Outcome, ResultResource, StatusCounts } from './schema.ts';

/** Outcomes of one rule on the resources of one kind of one target, by status. */
export interface RuleCount {
  rule: string;
  kind: string;
  target: number;
  counts: StatusCounts;
  /** Resources on which the rule trapped, ran out of time or memory; three or more make the rule `error` everywhere. */
  traps: number;
}

/** A fact that some resources lack: how many of them, and how many checks that leaves undone. */
export interface GapCount {
  kind: string;
  target: number;
  fact: string;
  code: string;
  resources: number;
  checks: number;
}

/** Facts that frameworks name, as `kind.fact`. */
export interface NamedFacts {
  /** Facts to show beside a question. */
  shown: readonly string[];
  /** Facts whose values are known again by a digest: an answer lapses when one changes. */
  digested: readonly string[];
}

/** How many resources are kept for a fact; a person who answers reads no more. */
export const resourcesPerFact = 20;

/** What resources of one target have at a fact that a framework names. */
export interface FactsRead {
  /** `kind.fact`. */
  fact: string;
  target: number;
  /** The first of them, by key. */
  resources: { key: string; value?: unknown; cut?: true; missing?: MissingCode }[];
  /** How many there are besides. */
  more: number;
  /** Of every one, where an answer lapses with the fact; null where it could not be read. */
  digests: { key: string; digest: string | null }[];
}

/** What one shard of a snapshot gives to `combine()`. Parts of one snapshot may come in any order. */
export interface Part {
  snapshot: { digest: string; header: Header; end: End };
  resources: ResultResource[];
  counts: RuleCount[];
  gaps: GapCount[];
  outcomes: Outcome[];
  /** Facts that frameworks name; none where nobody asked for them. */
  facts: FactsRead[];
}
