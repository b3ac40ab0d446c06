/** One licence by one name: SPDX ids in any case, tables of names, and spdx-correct where it does not guess. */
import { createRequire } from 'node:module';
import correct from 'spdx-correct';
import { type Expression, parseSpdx, writeExpression } from './expression.ts';
import { licenseKey } from './license-key.ts';
import { namedLicense } from './names.ts';
import { licenseTemplates } from './templates.ts';
import { licenseOfUrl } from './urls.ts';

const require = createRequire(import.meta.url);
const ids: readonly string[] = [
  ...(require('spdx-license-ids') as string[]),
  ...(require('spdx-license-ids/deprecated') as string[]),
];
const byLowerCase = new Map(ids.map((id) => [id.toLowerCase(), id]));
const byKey = keyTable();

/** Ids by their keys; a key that two licences share names none. */
function keyTable(): ReadonlyMap<string, string | null> {
  const table = new Map<string, string | null>();
  for (const id of ids.filter((each) => !/^(?:GPL|LGPL|AGPL|GFDL)-/.test(each))) {
    const key = licenseKey(id);
    table.set(key, table.has(key) ? null : id);
  }
  return table;
}

/**
 * The licence that a name means, in the habit of an ecosystem. Null: the name is not known, or leaves open which licence
 * it is (`BSD`, `GPL`, `Apache` without version).
 */
export function oneLicense(name: string, ecosystem: string): Expression | null {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 400) return null;
  const url = licenseOfUrl(trimmed);
  if (url !== null) return oneLicense(url, ecosystem);
  if (trimmed.endsWith(')')) return explained(trimmed, ecosystem);
  const reference = /^LicenseRef-[A-Za-z0-9.-]+$/.test(trimmed) ? trimmed : null;
  const plus = trimmed.endsWith('+') ? byLowerCase.get(trimmed.slice(0, -1).toLowerCase()) : undefined;
  const known =
    reference ??
    // Debian's and Fedora's own names go first: their `Artistic` is not that of SPDX.
    namedLicense(trimmed, ecosystem) ??
    byLowerCase.get(trimmed.toLowerCase()) ??
    (plus === undefined ? null : `${plus}+`) ??
    byKey.get(licenseKey(trimmed)) ??
    officialNames().get(licenseKey(trimmed)) ??
    corrected(trimmed);
  return known === null ? null : parseSpdx(known);
}

let names: ReadonlyMap<string, string | null> | null = null;

/** Ids by the full names of the SPDX list; read when the first name that is no id is met. */
function officialNames(): ReadonlyMap<string, string | null> {
  if (names !== null) return names;
  const table = new Map<string, string | null>();
  for (const [id, name] of Object.entries(licenseTemplates().names)) {
    const key = licenseKey(name);
    table.set(key, table.has(key) ? null : id);
  }
  names = table;
  return table;
}

/** `Mozilla Public License 2.0 (MPL 2.0)`: the name, and what stands in parentheses says the same or where to look. */
function explained(name: string, ecosystem: string): Expression | null {
  const match = /^([^()]{2,200})\(([^()]{1,200})\)$/.exec(name);
  if (match === null) return null;
  const license = oneLicense(match[1] ?? '', ecosystem);
  const inside = match[2] ?? '';
  if (license === null || /^(?:see\b.*|https?:\S+)$/i.test(inside)) return license;
  const same = oneLicense(inside, ecosystem);
  return same !== null && writeExpression(same) === writeExpression(license) ? license : null;
}

/** Words that may stand in a name beside those of the id. */
const harmless = new Set(
  'the a license licence licensed under version ver v public general software gnu open source project'.split(' '),
);

/**
 * What spdx-correct makes of a name, as long as it neither adds nor drops a word or number: it also turns `UNLICENSED`
 * into `Unlicense`, `GPL` into version 3 and `BSD-like` into `BSD-2-Clause`.
 */
function corrected(name: string): string | null {
  const answer = correctedName(name);
  if (answer === null) return null;
  const said = new Set(words(name));
  const meant = new Set(words(answer));
  const added = [...meant].some((word) => !said.has(word) && word !== 'clause');
  const dropped = [...said].some((word) => !meant.has(word) && !harmless.has(word));
  return added || dropped ? null : answer;
}

/** spdx-correct throws on some texts that are no names: `or later`. */
function correctedName(name: string): string | null {
  try {
    return correct(name, { upgrade: false });
  } catch {
    return null;
  }
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/([a-z])(?=\d)/g, '$1 ')
    .replace(/(\d)\.0(?![.\d])/g, '$1')
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '');
}
