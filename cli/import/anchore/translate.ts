import { canonicalJson, compareText } from '../../../engine/index.ts';
import {
  translateFiles,
  translateLicenses,
  translateMetadata,
  translatePackages,
  translateSecrets,
} from './contents.ts';
import { translateDockerfile } from './dockerfile.ts';
import { type AnchoreRule, refused, type Setting, type Translation } from './rule.ts';

const gates: Record<string, (rule: AnchoreRule) => Translation> = {
  dockerfile: translateDockerfile,
  files: translateFiles,
  licenses: translateLicenses,
  metadata: translateMetadata,
  npms: translatePackages,
  packages: translatePackages,
  ruby_gems: translatePackages,
  secret_scans: translateSecrets,
  always: () => refused('a rule that fires for every image is for trying things out'),
  malware: () => refused('malicious software is not searched for'),
  passwd_file: () => refused('accounts are told in the snapshot, and no rule judges those of images'),
  retrieved_files: () => refused('contents of files are not searched by patterns of yours'),
  vulnerabilities: () => refused('there is no vulnerability data'),
};

/** One line of what became of the policy. */
export interface Line {
  /** Id of the rule or item in the bundle; empty: it has none. */
  id: string;
  gate: string;
  trigger: string;
  action: string;
  /** The rules that it became; empty: none. */
  rules: string[];
  /** Why it became none, or what is judged otherwise; empty: the same. */
  remark: string;
}

export interface ChosenRule {
  rule: string;
  /** The strictest action of all rules of Anchore that became it. */
  action: 'STOP' | 'WARN' | 'GO';
}

export interface Chosen {
  /** Sorted by id. */
  rules: ChosenRule[];
  /** Sorted by owner and name. */
  settings: { of: string; name: string; value: unknown }[];
  lines: Line[];
}

const strictness = ['GO', 'WARN', 'STOP'];

/** Translates the rules of a policy one by one, and unites what became of them. */
export function translateRules(rules: readonly AnchoreRule[]): Chosen {
  const chosen = new Map<string, ChosenRule>();
  const settings = new Map<string, Setting>();
  const lines = rules.map((rule): Line => {
    const { id, gate, written: trigger, action } = rule;
    const translation = Object.hasOwn(gates, gate) ? gates[gate]!(rule) : refused('this gate is not known');
    if (translation.kind === 'refused') return { id, gate, trigger, action, rules: [], remark: translation.reason };
    for (const each of translation.rules) choose(chosen, each, rule);
    for (const each of translation.settings) merge(settings, each);
    return { id, gate, trigger, action, rules: translation.rules, remark: translation.but ?? '' };
  });
  return {
    rules: [...chosen.values()].sort((a, b) => compareText(a.rule, b.rule)),
    settings: [...settings.values()]
      .map(({ of, name, value }) => ({ of, name, value: sorted(value) }))
      .sort((a, b) => compareText(`${a.of} ${a.name}`, `${b.of} ${b.name}`)),
    lines,
  };
}

function choose(chosen: Map<string, ChosenRule>, rule: string, { action }: AnchoreRule): void {
  const known = chosen.get(rule);
  if (known !== undefined && strictness.indexOf(action) <= strictness.indexOf(known.action)) return;
  chosen.set(rule, { rule, action });
}

function merge(settings: Map<string, Setting>, fresh: Setting): void {
  const key = `${fresh.of} ${fresh.name}`;
  const known = settings.get(key);
  settings.set(key, known === undefined ? fresh : { ...fresh, value: merged(known, fresh) });
}

function merged({ value: before }: Setting, { value, merge: how }: Setting): unknown[] | number {
  if (!Array.isArray(before) || !Array.isArray(value)) return Math.min(Number(before), Number(value));
  const known = new Set(before.map(canonicalJson));
  if (how === 'intersect') return value.filter((each) => known.has(canonicalJson(each)));
  return [...before, ...value.filter((each) => !known.has(canonicalJson(each)))];
}

function sorted(value: unknown[] | number): unknown {
  if (!Array.isArray(value)) return value;
  return [...value].sort((a, b) => compareText(canonicalJson(a), canonicalJson(b)));
}
