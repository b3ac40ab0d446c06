import { collectors, discover, parseTarget, type Target } from '../collectors/index.ts';
import { type FileRequest, type FoundTarget, PlimsollError } from '../engine/index.ts';

export interface ChosenTargets {
  /** Targets of the command line; empty: those of the configuration, else what is here. */
  targets: readonly string[];
  configured: readonly (string | { uri: string; name?: string | undefined })[];
  environment: NodeJS.ProcessEnv;
}

/** The targets of a run, and what else was found. */
export interface Choice {
  targets: Target[];
  found: FoundTarget[];
}

/**
 * The targets of a run and what else was found here. Only where nothing was named is anything looked for.
 * @throws PlimsollError `target-unknown`
 */
export async function chooseTargets(options: ChosenTargets): Promise<Choice> {
  if (options.targets.length > 0)
    return { targets: options.targets.map((text, i) => parseTarget(text, i + 1)), found: [] };
  if (options.configured.length > 0) {
    const targets = options.configured.map((each, index) => {
      if (typeof each === 'string') return parseTarget(each, index + 1);
      return { ...parseTarget(each.uri, index + 1), name: each.name ?? null };
    });
    return { targets, found: [] };
  }
  const { targets, found } = await discover(options.environment);
  return { targets: targets.map((target, index) => ({ ...target, id: index + 1 })), found };
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
