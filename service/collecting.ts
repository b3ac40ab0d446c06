/** What needs collectors. They are a hundred modules, so they are loaded by those who collect and by nobody else. */
import type { CollectedTarget, CollectOptions, CollectResult } from './collect.ts';
import type { Choice, ChosenTargets } from './targets.ts';

/** As `chooseTargets` of targets.ts. */
export async function chooseTargets(options: ChosenTargets): Promise<Choice> {
  return (await import('./targets.ts')).chooseTargets(options);
}

/** As `planReads` of targets.ts. */
export async function planReads(...given: Parameters<typeof import('./targets.ts').planReads>): Promise<string> {
  return (await import('./targets.ts')).planReads(...given);
}

/** As `collectTargets` of collect.ts. */
export async function collectTargets(options: CollectOptions): Promise<CollectResult> {
  return (await import('./collect.ts')).collectTargets(options);
}

/** As `reachTarget` of doctor.ts. */
export async function reachTarget(
  ...given: Parameters<typeof import('./doctor.ts').reachTarget>
): Promise<{ ok: boolean; detail: string }> {
  return (await import('./doctor.ts')).reachTarget(...given);
}

export type { CollectedTarget };
