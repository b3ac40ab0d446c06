import type { End, Header } from '../snapshot/schema.ts';
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

/** What one shard of a snapshot gives to `combine()`. Parts of one snapshot may come in any order. */
export interface Part {
  snapshot: { digest: string; header: Header; end: End };
  resources: ResultResource[];
  counts: RuleCount[];
  gaps: GapCount[];
  outcomes: Outcome[];
}
