import { z } from 'zod';
import type { Result, Status } from '../../engine/index.ts';

/** `tools/docker-bench.yaml`. */
export const BenchKnowledge = z.strictObject({
  words: z.record(z.string(), z.array(z.string()).min(1)),
  differences: z.array(
    z.strictObject({
      keys: z.array(z.string()).min(1),
      verdicts: z.array(z.string().regex(/^(PASS|WARN|INFO|NOTE) [a-z-]+$/)).min(1),
      stoppedOnly: z.boolean().optional(),
      why: z.string(),
    }),
  ),
});
export type BenchKnowledge = z.infer<typeof BenchKnowledge>;

const BenchResult = z.object({
  id: z.string(),
  desc: z.string(),
  result: z.string(),
  details: z.string().optional(),
  items: z.array(z.string()).optional(),
});
/** What docker-bench-security writes as JSON; only what is read here. */
export const BenchFile = z.object({ tests: z.array(z.object({ results: z.array(BenchResult) })) });
export type BenchFile = z.infer<typeof BenchFile>;
type BenchResult = z.infer<typeof BenchResult>;

export interface Comparison {
  id: string;
  /** Rule without its namespace. */
  key: string;
  bench: string;
  ours: Status;
  /** Null for a difference that nothing explains. */
  why: string | null;
}

export interface Compared {
  agreements: Comparison[];
  explained: Comparison[];
  unexplained: Comparison[];
  /** Checks of docker-bench that no rule of the result stands for: by number, or because the title is another one. */
  unmatched: { id: string; why: string }[];
}

/** Sections whose numbers differ between versions: there a check is known by its title, never by its id alone. */
const shifting = /^[257]\./;
const agreeing = new Set([
  'PASS pass',
  'WARN fail',
  'INFO manual',
  'NOTE manual',
  'INFO not-applicable',
  'NOTE not-applicable',
]);

/**
 * Compares what docker-bench-security says with a result of Plimsoll on the same machine.
 * @param states state of each container of the snapshot by key; null where the snapshot is not there
 */
export function compareBench(
  bench: BenchFile,
  result: Pick<Result, 'rules' | 'outcomes'>,
  knowledge: BenchKnowledge,
  states: ReadonlyMap<string, string> | null = null,
): Compared {
  const compared: Compared = { agreements: [], explained: [], unexplained: [], unmatched: [] };
  for (const check of bench.tests.flatMap(({ results }) => results)) {
    const named = result.rules.filter(({ aliases }) => idsOf(aliases?.['docker-bench']).includes(check.id));
    const rules = named.filter(({ id }) => titleFits(check, keyOf(id), knowledge));
    if (rules.length !== 1) {
      const number = named.length === 0 ? 'no rule has this number' : 'no rule with this number is about its title';
      compared.unmatched.push({ id: check.id, why: rules.length > 1 ? 'several rules fit' : number });
      continue;
    }
    const [rule] = rules;
    const key = keyOf(rule!.id);
    const ours = statusOf(rule!);
    const verdicts = `${check.result} ${ours}`;
    const comparison = { id: check.id, key, bench: check.result, ours, why: null };
    if (agreeing.has(verdicts)) compared.agreements.push(comparison);
    else {
      const known = knowledge.differences.find((each) => {
        if (!each.verdicts.includes(verdicts) || !each.keys.some((pattern) => fits(pattern, key))) return false;
        return each.stoppedOnly !== true || failsStoppedOnly(rule!.id, result, states);
      });
      if (known === undefined) compared.unexplained.push(comparison);
      else compared.explained.push({ ...comparison, why: known.why });
    }
  }
  return compared;
}

function keyOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

/** An alias is the number on the main branch; the tag v1.6.0 has section 5 moved by one, and its first check in 7. */
function idsOf(alias: string | string[] | undefined): string[] {
  return [alias ?? []].flat().flatMap((id) => {
    const [section, number] = id.split('.');
    if (section === '5' && number === '1') return [id, '7.1'];
    if (section === '5') return [id, `5.${Number(number) - 1}`];
    return section === '7' ? [id, `7.${Number(number) + 1}`] : [id];
  });
}

function titleFits({ id, desc }: BenchResult, key: string, { words }: BenchKnowledge): boolean {
  if (!shifting.test(id)) return true;
  const title = new Set(desc.toLowerCase().split(/[^a-z0-9]+/));
  return words[key]?.every((word) => title.has(word)) ?? false;
}

function fits(pattern: string, key: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === key;
  return key.length >= start.length + end.length && key.startsWith(start) && key.endsWith(end);
}

/** The worst outcome of a rule, waived failures included: docker-bench knows no waivers. */
function statusOf({ counts }: Result['rules'][number]): Status {
  const has = (status: Status) => counts.some((each) => each.counts[status] > 0);
  if (has('fail') || has('waived')) return 'fail';
  const order: Status[] = ['error', 'not-evaluated', 'manual', 'pass', 'not-applicable'];
  return order.find(has) ?? 'excluded';
}

function failsStoppedOnly(
  rule: string,
  { outcomes }: Pick<Result, 'outcomes'>,
  states: ReadonlyMap<string, string> | null,
): boolean {
  const failing = outcomes.filter((each) => each.rule === rule && (each.status === 'fail' || each.status === 'waived'));
  // Not knowing the state is no explanation.
  return failing.every(({ key }) => key !== null && !['running', undefined].includes(states?.get(key)));
}

/** docs/cis-docker-differences.md */
export function differencesPage({ differences }: BenchKnowledge): string {
  const rows = differences.map(({ keys, verdicts, why }) => {
    const cell = (texts: readonly string[]) => texts.map((text) => `\`${text}\``).join(' ');
    return `| ${cell(keys)} | ${cell(verdicts)} | ${why} |`;
  });
  return `# Where cis-docker and docker-bench-security decide otherwise

<!-- Generated from tools/docker-bench.yaml by \`npm run gen\`; do not edit. -->

Both look at the same things, and often say the same. This page has every difference that is known, which of the two is
right, and why. \`node tools/compare-docker-bench.ts BENCH.json result.json\` applies it to two files of one machine and
lists what it does not explain.

- docker-bench is read at its main branch and its tag v1.6.0. The tag has other numbers in sections 5 and 7, so a check is
  known by the words of its title there, never by its number alone.
- It looks at running containers only. Here stopped ones are judged too: they can be started.
- \`INFO\` and \`NOTE\` are no verdicts. They agree with a question to a person and with what does not apply.
- A fact that could not be read is \`not-evaluated\` here. There it is often a pass or a warning.

| rules | docker-bench, and ours | which is right, and why |
| --- | --- | --- |
${rows.join('\n')}
`;
}
