import { compareText } from '../../engine/index.ts';
import type { Drift } from './contract.ts';

/** Inputs that differ between two runs, by name. */
export function changedInputs(before: Record<string, string>, after: Record<string, string>): Drift['changedInputs'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareText);
  return names
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((each) => each.before !== each.after);
}
