import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sdk from '@open-policy-agent/opa-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CatalogueRule,
  canonicalJson,
  type Resource,
  renderTemplate,
  resolveProfile,
} from '../../engine/index.ts';
import { entryModules } from '../../rego/entry.ts';
import { findOpa, skipUnless } from '../support/real-parts.ts';
import { type BuiltBundle, judge, now, openBundle, wholeExamples } from './built-bundle.ts';

/** What a generated entry holds: rule, set, value. */
type Element = [
  string,
  string,
  { target: number; key: string; part?: string; code?: string; args?: Record<string, unknown> },
];

const opa = findOpa();
const { loadPolicy } = (sdk as unknown as { default: typeof sdk }).default;
let built: BuiltBundle;
let byKind: Map<string, Resource[]>;

beforeAll(async () => {
  built = await openBundle('default');
  byKind = Map.groupBy(
    wholeExamples(built).map(({ resource }) => resource),
    ({ kind }) => kind,
  );
});

afterAll(() => built?.close());

describe('every example of every rule as a resource', () => {
  test('native OPA and the unmodified SDK find the same', skipUnless(opa, 'native opa is not built'), async () => {
    const native = nativeElements();
    const found = await sdkElements();
    expect(native.size).toBe(8);
    for (const [kind, elements] of native) expect(found.get(kind), kind).toEqual(elements);
  });

  test('the engine makes of it what the contract says', skipUnless(opa, 'native opa is not built'), async () => {
    const wanted = [...nativeElements()].flatMap(([kind, elements]) =>
      verdicts(
        kind,
        elements.map((text) => JSON.parse(text)),
      ),
    );
    const outcomes = await judge(built.bundle, [...byKind.values()].flat());
    const found = outcomes.map(({ rule, key, status, findings }) => ({
      rule,
      key,
      status,
      findings: findings.map(({ part, message }) => `${part}: ${message}`).sort(),
    }));
    expect(found.map(canonicalJson).sort()).toEqual(wanted.map(canonicalJson).sort());
  });
});

/** `data` as the engine gives it: tables, all rules on, the parameters' defaults. */
function dataDocument(): Record<string, unknown> {
  const { on, parameters } = resolveProfile({ catalogues: [built.bundle.catalogue] });
  const tables = (built.bundle.data['plimsoll'] as Record<string, unknown>)['tables'];
  return { plimsoll: { tables, now, params: parameters, on: Object.fromEntries(on.map((id) => [id, true])) } };
}

/** Sorted elements of each kind, by native OPA on the sources. */
function nativeElements(): Map<string, string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-native-'));
  try {
    const { source } = built;
    const modules = [...source.libraries, ...source.rules.map(({ module }) => module)];
    const texts = Object.fromEntries(modules.map((module) => [module.path, module.text]));
    for (const [name, text] of Object.entries({ ...texts, ...entryModules(built.bundle.catalogue.rules) })) {
      mkdirSync(path.join(folder, 'policy', path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, 'policy', name), text);
    }
    writeFileSync(path.join(folder, 'data.json'), JSON.stringify(dataDocument()));
    const found = new Map<string, string[]>();
    for (const [kind, resources] of byKind) {
      writeFileSync(path.join(folder, 'input.json'), JSON.stringify({ resources }));
      const given = ['-d', 'policy', '-d', 'data.json', '-i', 'input.json', '-f', 'json'];
      const query = `data.plimsoll.entry.${kind.replaceAll('-', '_')}.out`;
      const answer = execFileSync(opa!, ['eval', ...given, query], { cwd: folder, encoding: 'utf8' });
      found.set(kind, sorted(JSON.parse(answer).result[0].expressions[0].value));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function sdkElements(): Promise<Map<string, string[]>> {
  // The one built-in of the bundle that the SDK leaves to its user.
  const builtins = { 'time.parse_rfc3339_ns': (text: string) => Date.parse(text) * 1_000_000 };
  const policy = await loadPolicy(built.bundle.policy, { initial: 64 }, builtins);
  policy.setData(dataDocument());
  const found = new Map<string, string[]>();
  for (const [kind, resources] of byKind) {
    const entrypoint = `plimsoll/entry/${kind.replaceAll('-', '_')}/out`;
    found.set(kind, sorted(policy.evaluate({ resources }, entrypoint)[0].result));
  }
  return found;
}

function sorted(elements: unknown[]): string[] {
  return elements.map((element) => canonicalJson(element)).sort();
}

interface Verdict {
  rule: string;
  key: string;
  status: string;
  findings: string[];
}

/** The order of precedence of the contract, written down once more and as simply as possible. */
function verdicts(kind: string, elements: readonly Element[]): Verdict[] {
  const rules = new Map(built.bundle.catalogue.rules.map((rule) => [rule.id, rule]));
  const resources = new Map(byKind.get(kind)!.map((resource) => [resource.key, resource]));
  const groups = Map.groupBy(elements, ([rule, , { key }]) => canonicalJson([rule, key]));
  return [...groups.values()].map((group) => {
    const [id, , { key }] = group[0]!;
    const sets = new Set(group.map(([, set]) => set));
    const status = statusOf(sets);
    const failed = status === 'fail' ? group.filter(([, set]) => set === 'violations') : [];
    const findings = failed.map(([, , value]) => said(rules.get(id)!, value, resources.get(key)!)).sort();
    return { rule: id, key, status, findings };
  });
}

function statusOf(sets: ReadonlySet<string>): string {
  if (sets.has('unknown')) return 'not-evaluated';
  if (sets.has('runtimes') || sets.has('not_applicable')) return 'not-applicable';
  return sets.has('violations') ? 'fail' : 'manual';
}

function said(rule: CatalogueRule, value: Element[2], resource: Resource): string {
  const args = value.args ?? {};
  const template = typeof rule.message === 'string' ? rule.message : rule.message[args['code'] as string]!;
  return `${value.part ?? null}: ${renderTemplate(template, args, resource)}`;
}
