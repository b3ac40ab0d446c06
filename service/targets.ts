import { collectors, discover, parseTarget, type Target } from '../collectors/index.ts';
import { type FileRequest, type FoundTarget, PlimsollError } from '../engine/index.ts';
import type { Configuration } from './config/schema.ts';

/** A target as plimsoll.yaml writes it. */
export type ConfiguredTarget = NonNullable<Configuration['targets']>[number];

export interface ChosenTargets {
  /** Targets of the command line; empty: those of the configuration, else what is here. */
  targets: readonly string[];
  configured: readonly ConfiguredTarget[];
  environment: NodeJS.ProcessEnv;
}

/** The targets of a run, and what else was found. */
export interface Choice {
  targets: Target[];
  found: FoundTarget[];
  /** Labels that the configuration adds to every resource of a target, by its number. */
  labels: ReadonlyMap<number, Readonly<Record<string, string>>>;
}

/** The label that says who owns everything in a target. */
export const ownerLabelName = 'plimsoll.owner';

/**
 * The targets of a run and what else was found here. Only where nothing was named is anything looked for.
 * @throws PlimsollError `target-unknown`
 */
export async function chooseTargets(options: ChosenTargets): Promise<Choice> {
  const { configured } = options;
  if (options.targets.length > 0) {
    const targets = options.targets.map((text, index) => parseTarget(text, index + 1));
    return { targets, found: [], labels: new Map() };
  }
  if (configured.length > 0) {
    const targets = configured.map((each, index) => {
      if (typeof each === 'string') return parseTarget(each, index + 1);
      return { ...parseTarget(each.uri, index + 1), name: each.name ?? null };
    });
    return { targets, found: [], labels: configuredLabels(configured) };
  }
  const { targets, found } = await discover(options.environment);
  return { targets: targets.map((target, index) => ({ ...target, id: index + 1 })), found, labels: new Map() };
}

function configuredLabels(configured: readonly ConfiguredTarget[]): Choice['labels'] {
  const labels = new Map<number, Record<string, string>>();
  for (const [index, each] of configured.entries()) {
    if (typeof each === 'string') continue;
    const own = { ...each.labels, ...(each.owner === undefined ? {} : { [ownerLabelName]: each.owner }) };
    if (Object.keys(own).length > 0) labels.set(index + 1, own);
  }
  return labels;
}

/** What a plan depends on besides its targets. */
export interface PlanOptions {
  files: readonly FileRequest[];
  deep: boolean;
  /** Whether a bundle asks for what is inside images. */
  imageContents: boolean;
}

/** Every file, API call and command that a run would read, one a line, by target. */
export async function planReads(options: ChosenTargets & PlanOptions): Promise<string> {
  const { targets } = await chooseTargets(options);
  const lines: string[] = [];
  for (const target of targets) {
    const collector = collectors.find((each) => each.id === target.collector);
    if (collector === undefined) throw new PlimsollError('target-unknown', `no collector answers to ${target.uri}`);
    lines.push(`${target.uri}`);
    const { files, environment, deep, imageContents } = options;
    const context = { files, environment, deep, imageContents };
    for (const { what, name, why } of collector.plan(target, context)) {
      lines.push(`  ${what.padEnd(7)}  ${name}  (${why})`);
    }
  }
  return `${lines.join('\n')}\n`;
}
