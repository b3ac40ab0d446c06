import { PlimsollError } from '../engine/index.ts';
import { type ImagesDifference, loadImageDiff } from '../service/index.ts';
import { type Call, flagOption, textOption } from './definition.ts';
import { diffText } from './diff-text.ts';
import { imageWishes, runOptions } from './run-options.ts';

/** `plimsoll diff --images`: prints what differs, on stdout. */
export async function runDiff(call: Call): Promise<number> {
  const { terminal } = call;
  const [before = '', after = ''] = call.arguments;
  if (!flagOption(call, 'images')) {
    throw new PlimsollError('usage', 'plimsoll diff does not know what to compare', {
      next: 'plimsoll diff --images BEFORE AFTER compares images.',
    });
  }
  const asJson = textOption(call, 'format') === 'json';
  const { limits, signal, environment, now, workingFolder, loaded } = await runOptions({
    ...call,
    options: { ...call.options, format: undefined },
  });
  const { diffImages } = await loadImageDiff();
  const difference = await diffImages(before, after, {
    ...{ limits, signal, environment, now, workingFolder, images: await imageWishes(call, loaded) },
    onProgress: (message) => terminal.progress('read', message),
  });
  terminal.settle();
  terminal.data(asJson ? `${JSON.stringify(difference, null, 2)}\n` : diffText(difference, { before, after }));
  for (const { side, code, message } of difference.problems) terminal.warn(`${side}  ${code}: ${message}`);
  if (!flagOption(call, 'exitCode')) return 0;
  return exitCode(difference);
}

/** What neither side can tell is no gap of the comparison. */
function exitCode({ same, images }: ImagesDifference): number {
  if (!same) return 1;
  const gaps = images.flatMap(({ notCompared }) => notCompared);
  return gaps.some(({ before, after }) => before !== 'not-supported' || after !== 'not-supported') ? 3 : 0;
}
