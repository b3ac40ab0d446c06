import { diffResults, type PlacedFinding, type ResultDifference, visibleText } from '../engine/index.ts';
import { changedInputs, runSummary } from '../service/index.ts';
import type { Call } from './definition.ts';
import { openResult } from './run-baseline.ts';
import { print } from './run-runs.ts';
import { inputTable } from './run-runs-show.ts';
import { table } from './table.ts';

const titles: Record<Exclude<keyof ResultDifference, 'same'>, string> = {
  added: 'Only in the later one',
  noLongerWaived: 'Waived in the earlier one only',
  newlyWaived: 'Waived in the later one only',
  unknown: 'Not assessed in the later one: nobody knows',
  fixed: 'Fixed',
  gone: 'Gone with their resource or rule',
};

/** `plimsoll runs diff`: the findings of two results side by side, and what else decided them. */
export async function runRunsDiff(call: Call): Promise<number> {
  const [first = '', second = ''] = call.arguments;
  const earlier = await openResult(call, first);
  const later = await openResult(call, second);
  const difference = diffResults(earlier.result, later.result);
  const inputs = changedInputs(runSummary(earlier.result).inputs, runSummary(later.result).inputs);
  print(call, { earlier: earlier.name, later: later.name, changedInputs: inputs, ...difference }, () => {
    const blocks = [`${earlier.name} and ${later.name}: ${difference.same.length} findings in both\n`];
    if (inputs.length > 0) blocks.push(`Changed inputs\n${inputTable(inputs)}`);
    for (const [name, title] of Object.entries(titles) as [keyof typeof titles, string][]) {
      const list = difference[name];
      if (list.length > 0) blocks.push(`${title} (${list.length})\n${findingTable(list)}`);
    }
    return blocks.join('\n');
  });
  return 0;
}

function findingTable(list: readonly PlacedFinding[]): string {
  const rows = list.map(({ rule, key, part, message }) =>
    [rule ?? '', key ?? '', part ?? '', message].map(visibleText),
  );
  return table(['rule', 'resource', 'part', 'message'], rows);
}
