import { type Severity, severities } from '../bundle/schema.ts';
import type { Result } from './schema.ts';

/** Findings of a result beside those of an earlier one that are known, not accepted. */
export interface BaselineCounts {
  /** Open findings that the baseline does not have, by severity. */
  fresh: Record<Severity, number>;
  /** Open findings that it has. */
  known: number;
}

/**
 * Counts what is new since a baseline. One that was waived there and is open now is new: its waiver ended, and nobody
 * accepts it any more.
 */
export function countNewFindings(baseline: Result, result: Result): BaselineCounts {
  const before = new Set<string>();
  for (const { findings } of baseline.outcomes) {
    for (const { fingerprint, waiver } of findings) if (waiver === undefined) before.add(fingerprint);
  }
  const severityOf = new Map(result.rules.map((rule) => [rule.id, rule.severity]));
  const fresh = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  let known = 0;
  for (const { rule, status, findings } of result.outcomes) {
    const severity = rule === null || status !== 'fail' ? undefined : severityOf.get(rule);
    if (severity === undefined) continue;
    for (const { fingerprint, waiver } of findings) {
      if (waiver !== undefined) continue;
      if (before.has(fingerprint)) known += 1;
      else fresh[severity] += 1;
    }
  }
  return { fresh, known };
}
