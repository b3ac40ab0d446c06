import type { ViewContext } from './context.ts';
import { type OpenGroup, openGroups } from './open-checks.ts';
import { listing, number, ofKind, plural, sentence } from './words.ts';

/** One thing that was not looked at, and what would change that. */
export interface GapItem {
  text: string;
  advice: string | null;
  /** A command to paste; null where there is none. */
  command: string | null;
}

/** What was not looked at: it stands above every figure. */
export interface GapView {
  complete: boolean;
  heading: string;
  note: string;
  items: GapItem[];
  /** How many checks were not made, of how many. */
  open: number;
  of: number;
  /** The same in one line: `38 need root, 3 timed out`. */
  summary: string;
  /** What root would add; null where it would add nothing. */
  root: { command: string; checks: number } | null;
}

export function gapView(context: ViewContext): GapView {
  const { summary } = context.result;
  const open = summary.counts.error + summary.counts['not-evaluated'];
  const of = checksCounted(context);
  const groups = openGroups(context);
  const failed = new Set(context.result.targets.filter((target) => target.status === 'failed').map(({ id }) => id));
  const rootChecks = groups.filter((group) => group.root).reduce((sum, group) => sum + group.outcomes.length, 0);
  const items = [
    ...failedTargets(context, groups, failed),
    ...groups
      .filter((group) => group.code !== 'target-failed' || !failed.has(group.target ?? -1))
      .map(groupItem(context)),
    ...unseen(context),
    ...found(context),
  ];
  return {
    complete: summary.complete,
    heading: heading(summary.complete, open, of),
    note: note(summary.complete, open),
    items,
    open,
    of,
    summary: shortSummary(groups),
    root: rootChecks === 0 ? null : { command: rootCommand(context), checks: rootChecks },
  };
}

/** Checks that count: those that passed, failed, were accepted or could not be made. */
export function checksCounted({ result }: ViewContext): number {
  const { counts } = result.summary;
  return counts.pass + counts.fail + counts.waived + counts.error + counts['not-evaluated'];
}

function heading(complete: boolean, open: number, of: number): string {
  if (open > 0) return `Incomplete: ${number(open)} of ${plural(of, 'check')} were not made.`;
  return complete
    ? `Complete: all ${plural(of, 'check')} were made.`
    : 'Incomplete: something asked for was not examined.';
}

function note(complete: boolean, open: number): string {
  if (open > 0) return 'They count against the score until they are.';
  return complete ? 'Everything that was asked for was examined.' : 'What is missing is listed here.';
}

function groupItem(context: ViewContext): (group: OpenGroup) => GapItem {
  return (group) => {
    const on = group.target === null ? '' : ` on ${context.targetName(group.target)}`;
    const itself = group.subjects.length === 1 && group.subjects[0] === context.targetName(group.target);
    const few = group.subjects.length > 0 && group.subjects.length <= 3 && !itself;
    const about = few
      ? `: ${listing(group.subjects, 3)}`
      : group.facts.length > 0
        ? `: ${listing(group.facts, 4)}`
        : '';
    return {
      text: `${plural(group.outcomes.length, 'check')}${on} ${group.words.phrase}${about}.`,
      advice: group.words.advice,
      command: group.root ? rootCommand(context) : null,
    };
  };
}

function failedTargets(context: ViewContext, groups: OpenGroup[], failed: ReadonlySet<number>): GapItem[] {
  return context.result.targets
    .filter((target) => failed.has(target.id))
    .map((target) => {
      const why = target.problems.map((problem) => context.show(problem.message));
      const lost = groups.filter((group) => group.target === target.id).flatMap((group) => group.outcomes).length;
      const checks = lost === 0 ? '' : ` At least ${plural(lost, 'check')} could not start.`;
      const because = why.length === 0 ? '' : `: ${listing(why, 2)}`;
      return {
        text: `${context.show(target.uri)} could not be read${because}.${checks}`,
        advice: 'Make the target reachable and run it again.',
        command: null,
      };
    });
}

function unseen(context: ViewContext): GapItem[] {
  return context.result.targets.flatMap((target) =>
    Object.entries(target.kinds)
      .filter(([, coverage]) => coverage.seen < coverage.expected)
      .map(([kind, coverage]) => {
        const names = (coverage.unseen ?? []).map((one) => context.show(one.name));
        const which = names.length === 0 ? '' : `: ${listing(names, 4)}`;
        const missing = coverage.expected - coverage.seen;
        return {
          text: `${number(missing)} of ${ofKind(coverage.expected, kind)} of ${context.targetName(target.id)} could not be read${which}.`,
          advice: null,
          command: null,
        };
      }),
  );
}

function found(context: ViewContext): GapItem[] {
  return context.result.found.map((one) => ({
    text: `${sentence(one.engine)} was found at ${context.show(one.path)} and not audited.`,
    advice: one.target === null ? 'This version has no collector for it.' : `Add the target ${one.target}.`,
    command: null,
  }));
}

function shortSummary(groups: OpenGroup[]): string {
  const byWord = new Map<string, number>();
  for (const { words, outcomes } of groups) byWord.set(words.short, (byWord.get(words.short) ?? 0) + outcomes.length);
  return [...byWord]
    .sort((a, b) => b[1] - a[1])
    .map(([words, count]) => `${number(count)} ${words}`)
    .join(', ');
}

const commandCharacters = 120;

/** The command of this run with sudo before it; very long ones are cut to the verb. */
function rootCommand({ run, show }: ViewContext): string {
  const verb = run?.command.findIndex((word) => word === 'audit' || word === 'collect') ?? -1;
  const words = verb < 0 ? ['audit'] : run!.command.slice(verb);
  const line = words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  return line.length > commandCharacters ? `sudo plimsoll ${words[0]} …` : `sudo plimsoll ${show(line)}`;
}
