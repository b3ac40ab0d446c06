/** Licences that a text names without quoting them: notices in files, paths of Debian's common licences, addresses. */
import { type Expression, join, parseSpdx } from './expression.ts';
import { readLicense } from './normalise.ts';
import { licenseOfUrl } from './urls.ts';

const families: Readonly<Record<string, string>> = { lesser: 'LGPL', library: 'LGPL', affero: 'AGPL' };
const gnu = /\b(?:gnu )?(?:(lesser|library|affero) )?(?:gnu )?(?:general )?public licenses?\b/g;
const gnuVersion = /^.{0,170}?\b(?:version |v ?)(\d(?:\.\d)?)\b/;
const gnuShort = /\b(a|l)?gpl ?(?:version |v)?(\d(?:\.\d)?)\b/g;
const gnuLater = /^.{0,60}?\b(?:or|and) (?:\w+ ){0,3}?(?:any )?(?:later|newer)\b/;
const others: readonly (readonly [RegExp, string])[] = [
  [/\bgnu free documentation license (?:version |v ?)?1\.1 or (?:any )?later/, 'GFDL-1.1-or-later'],
  [/\bgnu free documentation license (?:version |v ?)?1\.2 or (?:any )?later/, 'GFDL-1.2-or-later'],
  [/\bgnu free documentation license (?:version |v ?)?1\.3 or (?:any )?later/, 'GFDL-1.3-or-later'],
  [/\bapache (?:software )?license (?:version |v)?2(?:\.0)?\b/, 'Apache-2.0'],
  [/\bmozilla public license (?:version |v)?2\.0\b|\bmpl ?v?2\.0\b/, 'MPL-2.0'],
  [/\bmozilla public license (?:version |v)?1\.1\b/, 'MPL-1.1'],
  [/\beclipse public license (?:version |v ?)?1\.0\b/, 'EPL-1.0'],
  [/\beclipse public license (?:version |v ?)?2\.0\b/, 'EPL-2.0'],
  [/\bartistic license (?:version |v)?2(?:\.0)?\b/, 'Artistic-2.0'],
  [
    /\b(?:placed|released|dedicated|put|are|is|donated)(?: \w+){0,3}? (?:in|into|to) the public domain\b/,
    'LicenseRef-public-domain',
  ],
  [/^ ?(?:\w+ ){0,6}public domain\b/, 'LicenseRef-public-domain'],
];
const perl = /\bsame terms as (?:the )?perl\b|\bartistic license which comes with\b|\blicense (?:of|as) perl itself\b/;
const perlTerms = 'GPL-1.0-or-later OR Artistic-1.0-Perl';
const named =
  /\b(?:licen[cs]ed|released|distributed|available|is) under (?:the )?(?:terms of )?(?:the )?((?:[\w.]+ ){1,5}?licen[cs]e(?: version [\d.]+)?)\b/g;
const commonPath = /\bcommon licenses (gpl|lgpl|gfdl|apache|artistic|bsd|mpl|cc0)(?: (\d(?:\.\d)?))?\b/g;

/**
 * Licences that a stretch of text names, each once, in order; `text` is words in lower case with single blanks. One that
 * is only mentioned counts as well: a list of too many licences is never a false pass.
 */
export function referencesIn(text: string): Expression[] {
  const strong = [...gnuReferences(text), ...namedReferences(text)];
  if (perl.test(text)) {
    const rest = strong.filter((id) => !/^(?:GPL-1|Artistic)/.test(id));
    return expressions([perlTerms, ...rest]);
  }
  const weak = [...pathReferences(text), ...urlReferences(text)];
  // A path or address names a text; where a notice names the family, the notice says which versions may be chosen.
  return expressions([...strong, ...weak.filter((id) => !strong.some((other) => family(other) === family(id)))]);
}

function family(id: string): string {
  return id.replace(/-.*$/, '');
}

function expressions(ids: readonly string[]): Expression[] {
  return [...new Set(ids)].flatMap((id) => parseSpdx(id) ?? []);
}

function gnuReferences(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(gnu)) {
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 260);
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const version = gnuVersion.exec(rest);
    if (!/general|affero|lesser|library/.test(match[0]) || version === null) continue;
    // Between a name and its version no other licence may be named.
    if (/public license/.test(version[0]) || /version \d(?:\.\d)? of the $/.test(before)) continue;
    found.push(gnuId(families[match[1] ?? ''] ?? 'GPL', version[1] ?? '', rest.slice(version[0].length)));
  }
  for (const match of text.matchAll(
    /\bversion (\d(?:\.\d)?) of the (?:gnu )?(?:(lesser|library|affero) )?(?:general )?public license/g,
  )) {
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 100);
    found.push(gnuId(families[match[2] ?? ''] ?? 'GPL', match[1] ?? '', rest));
  }
  for (const match of text.matchAll(gnuShort)) {
    if (text.startsWith('common licenses ', match.index - 16)) continue;
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 60);
    found.push(gnuId(`${(match[1] ?? '').toUpperCase()}GPL`, match[2] ?? '', rest));
  }
  return withoutNarrower(found.filter((id) => parseSpdx(id) !== null));
}

function gnuId(name: string, version: string, rest: string): string {
  const full = version.includes('.') ? version : `${version}.0`;
  return `${name}-${full}-${gnuLater.test(rest) ? 'or-later' : 'only'}`;
}

/** `X-only` says nothing where `X-or-later` stands beside it: one is the notice, the other mentions its text. */
export function withoutNarrower(ids: readonly string[]): string[] {
  return ids.filter((id) => !(id.endsWith('-only') && ids.includes(id.replace(/-only$/, '-or-later'))));
}

function namedReferences(text: string): string[] {
  const found = others.filter(([pattern]) => pattern.test(text)).map(([, id]) => id);
  for (const match of text.matchAll(named)) {
    const read = readLicense(match[1] ?? '', { ecosystem: 'text' });
    if (read !== null && 'id' in read) found.push(read.id);
  }
  return found;
}

function pathReferences(text: string): string[] {
  const found: string[] = [];
  for (const [, name = '', version] of text.matchAll(commonPath)) {
    const full = version === undefined || version.includes('.') ? version : `${version}.0`;
    if (name === 'artistic') found.push('Artistic-1.0-Perl');
    else if (name === 'bsd') found.push('BSD-3-Clause');
    else if (full === undefined) continue;
    else if (name === 'apache') found.push(`Apache-${full}`);
    else if (name === 'mpl') found.push(`MPL-${full}`);
    else if (name === 'cc0') found.push('CC0-1.0');
    else found.push(`${name.toUpperCase()}-${full}-only`);
  }
  return found;
}

function urlReferences(text: string): string[] {
  const found: string[] = [];
  for (const [url] of text.matchAll(/\bhttps?:\/\/\S+/g)) {
    const name = licenseOfUrl(url.replace(/[.,;]+$/, ''));
    const read = name === null ? null : readLicense(name, { ecosystem: 'text' });
    if (read !== null && 'id' in read) found.push(read.id);
  }
  return found;
}

const tag = /SPDX-License-Identifier:[ \t]*([^\n\r]{1,300})/g;

/** Licences of `SPDX-License-Identifier:` lines (SPDX 2.3, annex E), all of which apply; null: there is none. */
export function taggedLicense(text: string): Expression | null {
  const read: Expression[] = [];
  for (const match of text.matchAll(tag)) {
    const expression = readLicense((match[1] ?? '').replace(/\s*(?:\*\/|-->|#}|"|').*$/, ''), { ecosystem: 'text' });
    if (expression !== null) read.push(expression);
  }
  return join('AND', read);
}

/** The text without those lines, so that their names are not read twice. */
export function withoutTags(text: string): string {
  return text.replace(tag, '');
}
