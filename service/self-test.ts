import fs from 'node:fs/promises';
import path from 'node:path';
import {
  type Bundle,
  type CatalogueRule,
  canonicalJson,
  digestOf,
  isKind,
  kinds,
  limitsWith,
  loadPolicy,
  openJudge,
  type Profile,
  resolveProfile,
} from '../engine/index.ts';
import { assetPath, inCheckout } from '../root.ts';
import { judgeSnapshots, openSnapshots, startPolicy } from './judge.ts';

const selfTestTime = '2026-01-01T00:00:00Z';

/**
 * Judges every example of every rule, and a recorded snapshot whose result is known to the byte.
 * @returns how many were judged, and what came out otherwise than expected
 */
export async function selfTest(bundles: readonly Bundle[]): Promise<{ judged: number; wrong: string[] }> {
  const wrong: string[] = [];
  let judged = 0;
  for (const bundle of bundles) {
    const cases = bundle.catalogue.rules.flatMap(casesOf);
    // Examples that set parameters are judged with their own policy; all others share one.
    const groups = Map.groupBy(cases, (each) =>
      each.params === undefined ? '' : JSON.stringify([each.rule.id, each.params]),
    );
    for (const group of groups.values()) {
      wrong.push(...(await judgeGroup(bundle, group)));
      judged += group.length;
    }
  }
  const recorded = path.join(selfTestFolder(), 'snapshot.ndjson');
  const expected = await fs.readFile(path.join(selfTestFolder(), 'expected.json'), 'utf8');
  const got = await judgeRecorded(recorded, bundles);
  if (JSON.stringify(got) !== JSON.stringify(JSON.parse(expected))) {
    wrong.push(`the recorded snapshot gives ${got.result} with ${got.fail} failures, another result than expected`);
  }
  return { judged, wrong };
}

/** Where the recorded snapshot of the self-test and what is expected of it are. */
function selfTestFolder(): string {
  return inCheckout ? assetPath('service', 'self-test') : assetPath('dist', 'self-test');
}

/** Judges a recorded snapshot with bundles as they are: the digest of its result, and the counts that people understand. */
export async function judgeRecorded(file: string, bundles: readonly Bundle[]): Promise<RecordedVerdict> {
  const resolved = resolveProfile({ catalogues: bundles.map(({ catalogue }) => catalogue) });
  const inputs = { bundles: [...bundles], resolved, profile: null, waivers: null, attestations: null };
  const limits = limitsWith();
  const options = { inputs, asOf: null, timeZone: 'UTC', onProgress: () => undefined };
  const policy = startPolicy(inputs, limits);
  try {
    const result = await judgeSnapshots(await openSnapshots([file], limits), { ...options, policy, limits });
    const { pass, fail } = result.summary.counts;
    return { result: digestOf(canonicalJson(result)), pass, fail };
  } finally {
    await policy.close();
  }
}

interface RecordedVerdict {
  result: string;
  pass: number;
  fail: number;
}

interface Case {
  rule: CatalogueRule;
  title: string;
  resource: Record<string, unknown>;
  params: Record<string, unknown> | undefined;
  fails: boolean;
}

function casesOf(rule: CatalogueRule): Case[] {
  const { good, bad } = rule.examples;
  return [
    ...good.map((example) => ({
      rule,
      fails: false,
      title: example.title,
      resource: example.resource,
      params: example.params,
    })),
    ...bad.map((example) => ({
      rule,
      fails: true,
      title: example.title,
      resource: example.resource,
      params: example.params,
    })),
  ];
}

async function judgeGroup(bundle: Bundle, group: readonly Case[]): Promise<string[]> {
  const [first] = group;
  const parameters = Object.entries(first?.params ?? {}).map(([name, value]) => ({
    of: first!.rule.uses?.includes(name) ? bundle.catalogue.namespace : first!.rule.id,
    name,
    value,
    ...tailoring,
  }));
  const profile: Profile = { profile: 'self-test', parameters };
  const resolved = resolveProfile({ catalogues: [bundle.catalogue], profile, profiles: [] });
  const policy = await loadPolicy({ bundles: [bundle], resolved });
  const judge = await openJudge(policy, { now: selfTestTime });
  try {
    return group.flatMap((each) => {
      const outcome = judge.judge(exampleLine(each)).find(({ rule }) => rule === each.rule.id);
      const status = outcome?.status ?? 'pass';
      // A bad example may also be one that a person decides.
      const right = each.fails ? /^(fail|manual)$/.test(status) : !/^(fail|error|not-evaluated)$/.test(status);
      return right ? [] : [`${each.rule.id}, ${each.title}: ${status}`];
    });
  } finally {
    judge.close();
    await policy.close();
  }
}

const tailoring = { reason: 'an example', by: 'self-test', reviewBy: '2099-01-01' };

/** A line of the example's resource. Facts it does not state are missing, so a rule that reads more is found out. */
function exampleLine({ rule, title, resource: example }: Case): Uint8Array {
  // A rule for certain runtimes is judged on one of them, unless the example says otherwise.
  const resource = rule.runtimes === undefined ? example : { runtime: rule.runtimes[0], ...example };
  const facts = isKind(rule.kind) ? Object.keys(kinds[rule.kind].shape).sort() : [];
  const missing = facts
    .filter((fact) => !Object.hasOwn(resource, fact))
    .map((fact) => [fact, 'not-requested'] as const);
  const labels = example['labels'] ?? {};
  const head = { kind: rule.kind, key: `self-test/${title}`, id: 'example', name: 'example', labels };
  const stated = facts.filter((fact) => Object.hasOwn(resource, fact)).map((fact) => [fact, resource[fact]] as const);
  const line = { ...head, missing: Object.fromEntries(missing), target: 1, ...Object.fromEntries(stated) };
  return Buffer.from(JSON.stringify(line));
}
