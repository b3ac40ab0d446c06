import type { Severity, Waiver } from '../../../engine/index.ts';
import type { Chosen, Line } from './translate.ts';

const severityOf: Record<string, Severity> = { STOP: 'high', WARN: 'medium', GO: 'info' };

export interface Origin {
  /** Name of the bundle, or its id. */
  bundle: string;
  /** Names of the policies taken over. */
  policies: string[];
  by: string;
  reviewBy: string;
}

/** The text of profile.yaml, with what was not taken over in its head. */
export function profileText(chosen: Chosen, lines: readonly Line[], origin: Origin): string {
  const policies = origin.policies.join(', ');
  const why = `reason: ${quoted(`Taken over from the Anchore policy ${policies}.`)}, by: ${quoted(origin.by)}, reviewBy: ${quoted(origin.reviewBy)}`;
  return [
    `# Taken over from the Anchore bundle ${plain(origin.bundle)}, policy ${plain(policies)}, by plimsoll bundle import.`,
    '# For use with the bundles assurance and licenses. STOP became high, WARN medium, GO info.',
    ...comments(lines),
    `profile: ${quoted(slugOf(policies))}`,
    `title: ${quoted(`Taken over from Anchore: ${policies}`)}`,
    'include:',
    ...chosen.rules.map(({ rule }) => `  - ${rule}`),
    'severities:',
    ...chosen.rules.map(({ rule, action }) => `  - { rule: ${rule}, severity: ${severityOf[action]}, ${why} }`),
    ...(chosen.settings.length === 0 ? [] : ['parameters:']),
    ...chosen.settings.flatMap(({ of, name, value }) => [
      `  - of: ${of}`,
      `    name: ${name}`,
      `    value: ${JSON.stringify(value)}`,
      ...why.split(/, (?=by: |reviewBy: )/).map((part) => `    ${part}`),
    ]),
    '',
  ].join('\n');
}

/** The text of waivers.yaml. */
export function waiversText(waivers: readonly Waiver[], origin: Origin): string {
  const head = `# Taken over from the Anchore bundle ${plain(origin.bundle)} by plimsoll bundle import.`;
  if (waivers.length === 0) return `${head}\nwaivers: []\n`;
  const entries = waivers.flatMap((waiver) =>
    Object.entries(waiver).map(
      ([key, value], index) => `${index === 0 ? '  - ' : '    '}${key}: ${JSON.stringify(value)}`,
    ),
  );
  return `${[head, 'waivers:', ...entries].join('\n')}\n`;
}

function comments(lines: readonly Line[]): string[] {
  const left = lines.filter(({ rules }) => rules.length === 0);
  const partly = lines.filter(({ rules, remark }) => rules.length > 0 && remark !== '');
  const show = ({ id, gate, trigger, remark }: Line) =>
    `#   ${[id, gate, trigger]
      .filter((word) => word !== '')
      .map(plain)
      .join(' ')}: ${plain(remark)}`;
  return [
    ...(left.length === 0 ? [] : ['#', '# Not taken over:', ...left.map(show)]),
    ...(partly.length === 0 ? [] : ['#', '# Judged a little otherwise:', ...partly.map(show)]),
    '',
  ];
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `anchore-${slug || 'policy'}`;
}

/** JSON texts are YAML texts. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** On one line, so that a comment stays one. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').slice(0, 200);
}
