import fs from 'node:fs/promises';
import path from 'node:path';
import { type Bundle, limitsWith, openQuestions, PlimsollError, type Result } from '../../engine/index.ts';
import { openBundles, readFacts, readResult, shippedBundles } from '../../service/index.ts';
import { type Call, listOption, textOption } from '../definition.ts';
import type { Sheet } from './facts.ts';

/** The bundles named, and the shipped ones. */
export function loadedBundles(call: Call): Promise<Bundle[]> {
  const names = new Set([...shippedBundles(), ...(listOption(call, 'bundle') ?? [])]);
  return openBundles([...names], {
    folder: call.workingFolder,
    limits: limitsWith(),
    onProgress: (message) => call.terminal.progress('prepare', message),
  });
}

/**
 * What the result named on the command line (default: the last one) leaves to a person, with the facts of its snapshot.
 * @throws PlimsollError as `readResult`, and `not-found` for a framework that the result does not have
 */
export async function openSheets(call: Call): Promise<Sheet[]> {
  const shown = call.arguments[0] ?? path.join('plimsoll-report', 'latest', 'result.json');
  const file = path.resolve(call.workingFolder, shown);
  const result = await readResult(file, shown);
  const frameworks = listOption(call, 'framework');
  const known = result.frameworks.map(({ id }) => id);
  for (const name of frameworks ?? []) {
    if (known.includes(name)) continue;
    const next = known.length === 0 ? 'It has none.' : `It has: ${known.join(', ')}.`;
    throw new PlimsollError('not-found', `${shown} has no framework ${name}`, { next });
  }
  const questions = openQuestions(result, frameworks);
  const evidence = evidenceOf(await loadedBundles(call), result);
  const names = questions.flatMap(({ control }) => evidence.get(control) ?? []);
  const facts = names.length === 0 ? new Map() : await snapshotFacts(call, path.dirname(file), result, names);
  return questions.map((question) => ({
    ...question,
    facts: (evidence.get(question.control) ?? []).flatMap((name) => {
      const found = facts.get(name);
      // What rules read stands beside their questions already.
      return found === undefined || question.asked.length > 0 ? [] : [{ name, ...found }];
    }),
  }));
}

/** Control → facts that its framework wants shown. */
function evidenceOf(bundles: readonly Bundle[], result: Result): Map<string, string[]> {
  const used = new Set(result.frameworks.map(({ id }) => id));
  const frameworks = bundles
    .flatMap(({ catalogue }) => catalogue.frameworks)
    .filter((each) => used.has(each.framework));
  return new Map(
    frameworks.flatMap(({ framework, controls }) =>
      controls.map(({ id, evidence }) => [`${framework}:${id}`, evidence ?? []] as const),
    ),
  );
}

/** Facts of the snapshot that was named, or of the one beside the result; without that one, what the result has of them. */
async function snapshotFacts(
  call: Call,
  folder: string,
  result: Result,
  names: readonly string[],
): ReturnType<typeof readFacts> {
  const named = textOption(call, 'snapshot');
  if (named !== undefined) return readFacts(path.resolve(call.workingFolder, named), result, names);
  const beside = path.join(folder, 'snapshot.ndjson.zst');
  try {
    await fs.access(beside);
    return await readFacts(beside, result, names);
  } catch (error) {
    const why = error instanceof PlimsollError ? error.message : 'no snapshot stands beside the result';
    call.terminal.say(`Facts are shown as far as the result has them: ${why}. Name the snapshot with --snapshot.`);
    return new Map((result.facts ?? []).map(({ fact, resources, more }) => [fact, { resources, more }]));
  }
}
