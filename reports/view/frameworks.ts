import {
  type ControlStatus,
  ControlStatus as ControlStatuses,
  type ResultControl,
  type ResultFramework,
} from '../../engine/index.ts';
import { anchor, type ViewContext } from './context.ts';
import { type Segment, segments } from './load-line.ts';
import { controlShapes, controlWords, number, percent, plural, type Shape, statusWords } from './words.ts';

export interface ControlView {
  id: string;
  title: string;
  level: string;
  /** Status the publisher gives: automated, manual; `–` where it gives none. */
  publisher: string;
  decision: string;
  shape: Shape;
  status: string;
  /** `2 fail, 1 not made`. */
  counts: string;
  rules: { id: string; anchor: string | null }[];
  limits: string | null;
}

export interface FrameworkView {
  anchor: string;
  id: string;
  title: string;
  source: string | null;
  bundle: string;
  /** Controls that hold, of those a rule decides or helps to decide; and of all. */
  automated: string;
  all: string;
  /** What stands beside these scores. */
  beside: string;
  bar: { id: string; title: string; description: string; segments: Segment[] };
  fails: string;
  open: string;
  toAnswer: string;
  sections: { id: string; title: string; automated: string; all: string; controls: ControlView[] }[];
}

/** The order of a bar: what holds first, what fails last, and what does not count after it. */
const barOrder: readonly ControlStatus[] = [
  'pass',
  'evidence-only',
  'accepted',
  'incomplete',
  'manual',
  'fail',
  'not-applicable',
  'excluded',
];

export function frameworksView(context: ViewContext, findingAnchors: ReadonlySet<string>): FrameworkView[] {
  return context.result.frameworks.map((framework) => {
    const count = countControls(framework);
    const bar = segments(
      barOrder.map((status) => ({ shape: controlShapes[status], word: controlWords[status], count: count[status] })),
    );
    const id = anchor('framework', framework.id);
    return {
      anchor: id,
      id: context.show(framework.id),
      title: context.show(framework.title),
      source: framework.source === null ? null : context.show(framework.source),
      bundle: context.show(framework.bundle),
      automated: scoreText(framework.score.automated),
      all: scoreText(framework.score.all),
      beside: beside(context, framework, count),
      bar: {
        id: `${id}-bar`,
        title: `Controls of ${context.show(framework.title)}`,
        description: bar.map((one) => `${one.countText} ${one.word}`).join(', '),
        segments: bar,
      },
      fails: number(count.fail),
      open: number(count.incomplete),
      toAnswer: number(count.manual),
      sections: sectionsOf(context, framework, findingAnchors),
    };
  });
}

function sectionsOf(
  context: ViewContext,
  framework: ResultFramework,
  anchors: ReadonlySet<string>,
): FrameworkView['sections'] {
  const view = (control: ResultControl) => controlView(context, control, anchors);
  const named = framework.sections.map((section) => ({
    id: context.show(section.id),
    title: context.show(section.title),
    automated: percent(section.score.automated),
    all: percent(section.score.all),
    controls: framework.controls.filter((control) => control.section === section.id).map(view),
  }));
  const known = new Set(framework.sections.map((section) => section.id));
  const rest = framework.controls.filter((control) => control.section === null || !known.has(control.section));
  const loose = {
    id: '',
    title: 'All controls',
    automated: percent(framework.score.automated),
    all: percent(framework.score.all),
  };
  return [...named, ...(rest.length === 0 ? [] : [{ ...loose, controls: rest.map(view) }])].filter(
    (section) => section.controls.length > 0,
  );
}

function controlView(context: ViewContext, control: ResultControl, anchors: ReadonlySet<string>): ControlView {
  const said = (['fail', 'error', 'not-evaluated', 'waived', 'manual'] as const).filter(
    (status) => control.counts[status] > 0,
  );
  const counts = new Map<string, number>();
  for (const status of said)
    counts.set(statusWords[status], (counts.get(statusWords[status]) ?? 0) + control.counts[status]);
  return {
    id: context.show(control.id),
    title: context.show(control.title),
    level: control.level.length === 0 ? '–' : control.level.join(', '),
    publisher: control.assessment ?? '–',
    decision: control.decision,
    shape: controlShapes[control.status],
    status: controlWords[control.status],
    counts: [...counts].map(([word, count]) => `${number(count)} ${word.replace(/s$/, '')}`).join(', '),
    rules: control.rules.map((id) => ({ id: context.show(id), anchor: anchors.has(id) ? anchor('rule', id) : null })),
    limits: control.limits === null ? null : context.show(control.limits),
  };
}

function scoreText(score: ResultFramework['score']['all']): string {
  return score === null ? '–' : `${percent(score)} of ${plural(score.of, 'control')}`;
}

function countControls(framework: ResultFramework): Record<ControlStatus, number> {
  const counts = Object.fromEntries(ControlStatuses.options.map((status) => [status, 0])) as Record<
    ControlStatus,
    number
  >;
  for (const control of framework.controls) counts[control.status] += 1;
  return counts;
}

function beside(context: ViewContext, framework: ResultFramework, count: Record<ControlStatus, number>): string {
  const rules = new Set(framework.controls.flatMap((control) => control.rules));
  const findings = { critical: 0, high: 0 };
  for (const outcome of context.result.outcomes) {
    const severity =
      outcome.rule !== null && rules.has(outcome.rule) ? context.rule(outcome.rule)?.severity : undefined;
    if (outcome.status !== 'fail' || (severity !== 'critical' && severity !== 'high')) continue;
    findings[severity] += outcome.findings.filter((finding) => finding.waiver === undefined).length;
  }
  return `${number(findings.critical)} critical, ${number(findings.high)} high; ${number(count.accepted)} accepted, ${number(count.excluded)} excluded`;
}
