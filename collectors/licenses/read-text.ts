/** What a licence text or notice says, as an expression. */
import { type Expression, idsOf, join, sorted } from './expression.ts';
import { matchTexts, type TextMatch } from './match.ts';
import { readLicense } from './normalise.ts';
import { referencesIn, taggedLicense, withoutNarrower, withoutTags } from './references.ts';
import { wordsOf } from './words.ts';

/** What a text says. */
export interface TextReading {
  /** `LicenseRef-unrecognised` stands in it for terms beside those recognised; null: nothing is recognised. */
  expression: Expression | null;
  /** `text`: licence texts or other terms are in it; `reference`: it only names licences, or nothing but names. */
  kind: 'text' | 'reference';
  /** The least similar of the texts found, 0.98 to 1; 0: none was. */
  similarity: number;
}

/** Stands for terms that are there and are no licence of SPDX. */
export const unrecognised = 'LicenseRef-unrecognised';

/** Words that grant, demand or forbid: a stretch that has them is no mere heading. */
const terms =
  /\b(?:permission (?:is|to)|hereby grant\w*|is granted|redistribut\w+|sublicens\w+|may (?:not )?(?:be )?(?:use|used|cop\w+|modif\w+|distribut\w+|reproduc\w+|sell|sold)|licen[cs]ed under|under the terms|following conditions|conditions are met|commons clause|non ?commercial|patents?|warrant\w+|must (?:not )?(?:be|remain|include|retain)|you (?:may|must|shall|agree))\b/;
/** Words of whole licences: a notice that names another one does not explain them. */
const quoted =
  /\b(?:permission is (?:hereby )?granted|permission to (?:use|copy|modify)|redistributions? (?:and use )?(?:in|of) (?:source|binary)|redistribution and use|commons clause)\b/;
/** A shorter stretch is a heading or a name. */
const fewWords = 8;
/** A notice that names a licence has about so many words; what is much longer has terms of its own. */
const noticeWords = 130;
/** A text without words of terms up to here names people, not a licence in another language. */
const fewTerms = 120;
/** Longer statements are no single name. */
const mostNameWords = 14;
/** A stretch is searched for names up to here; what is longer is a text of its own. */
const mostReferenceCharacters = 40_000;

/** Reads a licence text. Linear in its length but for the search of alike licences; never throws. */
export function readText(text: string): TextReading {
  const tagged = taggedLicense(text);
  const words = wordsOf(tagged === null ? text : withoutTags(text));
  const matches = matchTexts(words);
  const texts = matches.flatMap(({ id, similarity }) => (id === null ? [] : [{ id, similarity }]));
  const rest = stretches(words.all, words.places, matches).map((stretch) => readStretch(stretch));
  const noticed = [...rest.flatMap(({ references }) => references), ...(tagged === null ? [] : [tagged])];
  const open = rest.some(({ unexplained }) => unexplained);
  if (texts.length === 0 && noticed.length === 0) {
    const name = words.all.length <= mostNameWords ? readLicense(text.trim(), { ecosystem: 'text' }) : null;
    const silent = !open && words.all.length <= fewTerms;
    return { expression: name, kind: name !== null || silent ? 'reference' : 'text', similarity: 0 };
  }
  const expression = combine(
    texts.map(({ id }) => id),
    noticed,
  );
  return {
    expression: expression === null || !open ? expression : join('AND', [expression, { id: unrecognised }]),
    kind: texts.length > 0 ? 'text' : 'reference',
    similarity: texts.length === 0 ? 0 : Math.min(...texts.map(({ similarity }) => similarity)),
  };
}

/** All that a file says applies; of a text and a notice for its later versions the notice counts. */
function combine(texts: readonly string[], notices: readonly Expression[]): Expression | null {
  const noticed = notices.flatMap(idsOf);
  const ids = withoutIncluded(withoutNarrower([...texts, ...noticed]));
  const kept = notices.filter((notice) => !('id' in notice) || ids.includes(notice.id));
  const quotes = ids.filter((id) => texts.includes(id) && !coveredByChoice(id, notices));
  const joined = join('AND', [...quotes.map((id) => ({ id })), ...kept]);
  return joined === null ? null : sorted(joined);
}

/** A text that a notice offers as one of several choices asks for nothing of its own. */
function coveredByChoice(id: string, notices: readonly Expression[]): boolean {
  const family = id.replace(/-(?:only|or-later)$/, '');
  return notices.some(
    (notice) => 'operator' in notice && idsOf(notice).some((each) => each === id || each.startsWith(family)),
  );
}

/** Version 3 of the LGPL is the GPL with permissions added, and is shipped with its text. */
export function withoutIncluded(ids: readonly string[]): string[] {
  const lesser = ids.some((id) => id.startsWith('LGPL-3.0'));
  return lesser ? ids.filter((id) => id !== 'GPL-3.0-only') : [...ids];
}

interface Stretch {
  references: Expression[];
  /** Whether it has terms that no licence named in it explains. */
  unexplained: boolean;
}

function readStretch(words: readonly string[]): Stretch {
  const text = words.join(' ').slice(0, mostReferenceCharacters);
  const references = referencesIn(text);
  const long = words.length > noticeWords * references.length + fewTerms;
  const unexplained = words.length >= fewWords && (references.length > 0 && !long ? quoted : terms).test(text);
  return { references, unexplained };
}

/** The words before, between and behind the texts that were found. */
function stretches(all: readonly string[], places: readonly number[], matches: readonly TextMatch[]): string[][] {
  const found: string[][] = [];
  let from = 0;
  for (const { start, end } of matches) {
    found.push(all.slice(from, places[start] ?? all.length));
    from = (places[end - 1] ?? all.length - 1) + 1;
  }
  found.push(all.slice(from));
  return found.filter((words) => words.length > 0);
}
