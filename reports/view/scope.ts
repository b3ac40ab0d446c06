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
  const kinds = Object.entries(target.kinds);
  const absent = kinds.filter(([, { status, expected }]) => status === 'complete' && expected === 0);
  const present = kinds.filter((kind) => !absent.includes(kind));
  const names = absent.map(([kind]) => kind);
  const rows: RowOfKind[] = [];
  if (target.status === 'failed' || kinds.length === 0) {
    // What failed was never counted: 0 of 0 would look complete.
    rows.push({
      kind: listing(Object.keys(target.kinds), 3) || '–',
      expected: 'not known',
      judged: '0',
      ...looks('failed'),
    });
  } else {
    for (const [kind, coverage] of present) {
      const expected = coverage.status === 'failed' ? 'not known' : number(coverage.expected);
      rows.push({ kind, expected, judged: number(coverage.judged), ...looks(coverage.status) });
    }
    if (absent.length > 0) rows.push({ kind: 'others', expected: '0', judged: '0', ...looks('complete') });
  }
  return rows.map((row, index) => {
    const first = index === 0;
    const said = [
      first ? firstProblem(context, target) : '',
      row.kind === 'others' ? `none of: ${names.join(', ')}` : '',
    ];
    return {
      ...row,
      kind: context.show(row.kind),
      target: first ? context.show(target.name) : '',
      uri: first ? context.show([target.uri, target.about].filter(Boolean).join(' · ')) : '',
      remarks: context.show(said.filter((part) => part !== '').join('; ')),
    };
  });
}

type RowOfKind = Omit<ScopeRow, 'target' | 'uri' | 'remarks'>;

function looks(status: keyof typeof kindStatus): { shape: Shape; status: string } {
  return { shape: kindStatus[status].shape, status: kindStatus[status].word };
}

function firstProblem(context: ViewContext, target: ResultTarget): string {
  const [first, ...others] = target.problems;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${number(others.length)} more below`;
  return `${context.show(first.message)}${more}`;
}
