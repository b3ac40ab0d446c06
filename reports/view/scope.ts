import type { ResultTarget } from '../../engine/index.ts';
import type { ViewContext } from './context.ts';
import { listing, number, type Shape, shortDigest } from './words.ts';

/** One kind of one target: how much of it was listed, read and judged. */
export interface ScopeRow {
  /** Empty on all but the first row of a target. */
  target: string;
  uri: string;
  kind: string;
  expected: string;
  judged: string;
  shape: Shape;
  status: string;
  remarks: string;
}

export interface ScopeView {
  rows: ScopeRow[];
  problems: { target: string; code: string; subject: string; message: string; limit: string | null }[];
  hiddenProblems: string | null;
  snapshots: { digest: string; short: string; createdAt: string; tool: string; machine: string; operator: string }[];
}

const kindStatus: Readonly<Record<ResultTarget['kinds'][string]['status'], { shape: Shape; word: string }>> = {
  complete: { shape: 'pass', word: 'read' },
  partial: { shape: 'unknown', word: 'partly read' },
  failed: { shape: 'unknown', word: 'not read' },
  'not-requested': { shape: 'none', word: 'not asked for' },
};

export function scopeView(context: ViewContext): ScopeView {
  const { result, show, limits } = context;
  const problems = result.targets.flatMap((target) =>
    target.problems.map((problem) => ({
      target: show(target.name),
      code: show(problem.code),
      subject: show(problem.subject ?? problem.kind ?? ''),
      message: show(problem.message),
      limit: problem.limit === undefined ? null : show(problem.limit),
    })),
  );
  const shown = problems.slice(0, limits.reportRows);
  return {
    rows: result.targets.flatMap((target) => targetRows(context, target)),
    problems: shown,
    hiddenProblems: shown.length === problems.length ? null : number(problems.length - shown.length),
    snapshots: result.inputs.snapshots.map((snapshot) => ({
      digest: snapshot.digest,
      short: shortDigest(snapshot.digest),
      createdAt: snapshot.createdAt,
      tool: show(`${snapshot.tool.name} ${snapshot.tool.version}`),
      machine: show(snapshot.machine ?? 'not stated'),
      operator: show(snapshot.operator ?? 'not stated'),
    })),
  };
}

function targetRows(context: ViewContext, target: ResultTarget): ScopeRow[] {
  const head = { target: context.show(target.name), uri: context.show(target.uri) };
  const kinds = Object.entries(target.kinds);
  if (target.status === 'failed') {
    const kind = context.show(listing(Object.keys(target.kinds), 3)) || '–';
    const { shape, word } = kindStatus.failed;
    return [
      {
        ...head,
        kind,
        expected: 'not known',
        judged: '0',
        shape,
        status: word,
        remarks: firstProblem(context, target),
      },
    ];
  }
  if (kinds.length === 0) {
    const none = { kind: '–', expected: '–', judged: '0', shape: 'unknown' as const, status: 'not read' };
    return [{ ...head, ...none, remarks: firstProblem(context, target) }];
  }
  return kinds.map(([kind, coverage], index) => ({
    ...(index === 0 ? head : { target: '', uri: '' }),
    kind: context.show(kind),
    // A target that failed was never asked how many it has: 0 of 0 would look complete.
    expected: coverage.status === 'failed' ? 'not known' : number(coverage.expected),
    judged: number(coverage.judged),
    shape: kindStatus[coverage.status].shape,
    status: kindStatus[coverage.status].word,
    remarks: index === 0 ? firstProblem(context, target) : '',
  }));
}

function firstProblem(context: ViewContext, target: ResultTarget): string {
  const [first, ...others] = target.problems;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${number(others.length)} more below`;
  return `${context.show(first.message)}${more}`;
}
