import { type CatalogueRule, type Severity, severities } from '../bundle/schema.ts';
import { sumCounts } from './counts.ts';
import type { Outcome, Result, ResultTarget, StatusCounts } from './schema.ts';
import { outcomeScores } from './score.ts';

/**
 * Counts and scores over all outcomes. What a person answered is counted but in no score of outcomes: they are the
 * automated ones.
 */
export function summarize(
  counts: StatusCounts,
  outcomes: readonly Outcome[],
  targets: readonly ResultTarget[],
  rules: ReadonlyMap<string, Pick<CatalogueRule, 'severity'>>,
): Result['summary'] {
  const findings = nothing();
  const notAssessed = nothing();
  const answered = { pass: 0, fail: 0 };
  for (const { rule, status, origin, findings: own } of outcomes) {
    if (origin === 'attestation' && (status === 'pass' || status === 'fail')) answered[status] += 1;
    const severity = rule === null ? undefined : rules.get(rule)?.severity;
    if (severity === undefined) continue;
    if (status === 'fail') findings[severity] += own.filter((finding) => finding.waiver === undefined).length;
    if (status === 'error' || status === 'not-evaluated') notAssessed[severity] += 1;
  }
  const automated = sumCounts([counts]);
  automated.pass -= answered.pass;
  automated.fail -= answered.fail;
  const unseen = counts.error + counts['not-evaluated'] > 0;
  const complete = !unseen && targets.every(wasWhollyRead);
  return { complete, counts, findings, notAssessed, ...outcomeScores(automated) };
}

function nothing(): Record<Severity, number> {
  return Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
}

function wasWhollyRead(target: ResultTarget): boolean {
  const kinds = Object.values(target.kinds);
  return target.status === 'collected' && kinds.every(({ status }) => status !== 'partial' && status !== 'failed');
}
