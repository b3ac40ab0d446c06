import { type Severity, severities } from '../bundle/schema.ts';
import type { BaselineCounts } from './baseline.ts';
import type { Result } from './schema.ts';

/** From which severity on a finding makes the exit code 1; `none`: from no one on. */
export type FailOn = Severity | 'none';

/** The exit code of a command that judged, and the same in words for its last line. */
export interface ExitVerdict {
  code: 0 | 1 | 3;
  reason: string;
}

/**
 * What a result means for the exit code: 1 for findings at or above the threshold, else 3 where a target failed or
 * something at or above the threshold was not assessed, else 0. When 1 and 3 both apply the reason names both.
 * With a baseline only new findings count; the reason says how many are known from it.
 */
export function exitVerdict(
  result: Pick<Result, 'summary' | 'targets'>,
  options: { failOn: FailOn; baseline?: BaselineCounts & { name: string } },
): ExitVerdict {
  const { failOn, baseline } = options;
  const severe = failOn === 'none' ? [] : severities.slice(0, severities.indexOf(failOn) + 1);
  const sum = (counts: Record<Severity, number>, of: readonly Severity[]) =>
    of.reduce((total, severity) => total + counts[severity], 0);
  const findings = sum(baseline?.fresh ?? result.summary.findings, severe);
  const known = baseline === undefined ? '' : `; ${baseline.known} known from ${baseline.name}`;
  const what = baseline === undefined ? 'finding' : 'new finding';
  const open = sum(result.summary.notAssessed, severe);
  const failed = result.targets.filter((target) => target.status === 'failed').length;
  const gaps = [
    ...(failed > 0 ? [`${counted(failed, 'target')} failed`] : []),
    ...(open > 0 ? [`${counted(open, 'check')} at or above ${failOn} not made`] : []),
  ];
  if (findings > 0) {
    const also = gaps.length === 0 ? '' : `; also incomplete: ${gaps.join(', ')}`;
    return { code: 1, reason: `${counted(findings, what)} at or above ${failOn}${known}${also}` };
  }
  if (gaps.length > 0) return { code: 3, reason: `incomplete: ${gaps.join(', ')}${known}` };
  const lesser = sum(result.summary.notAssessed, severities);
  const rest = lesser > 0 ? `; ${counted(lesser, failOn === 'none' ? 'check' : 'lesser check')} not made` : '';
  const nothing =
    failOn === 'none'
      ? 'findings are not asked about'
      : `nothing ${baseline === undefined ? '' : 'new '}at or above ${failOn}`;
  return { code: 0, reason: `${nothing}${known}${rest}` };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
