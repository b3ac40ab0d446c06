/** Finds the licence texts of the SPDX list inside a text. */
import { type Alignment, align } from './align.ts';
import { hashOfRun, licenseTemplates, runLength } from './templates.ts';
import type { Words } from './words.ts';

/** A licence text found in a text. */
export interface TextMatch {
  /** SPDX id; null: words that belong to a licence and say nothing, such as how to apply it. */
  id: string | null;
  /** 0.98 to 1. */
  similarity: number;
  /** Place among the words, the end not included. */
  start: number;
  end: number;
}

/** From this similarity on a text is the licence (the threshold that licensee uses, on its word sets). */
export const threshold = 0.98;
/** A clause has more words than this: a text with one more, or one less, is another licence. */
const longestGap = 14;
/** Part of a template's runs that a text must have before the two are compared word for word. */
const enoughRuns = 0.35;

/** All licence texts in a text, none over another, in their order. */
export function matchTexts({ words }: Words): TextMatch[] {
  const { templates, numbers } = licenseTemplates();
  // Words that no licence has are all one number, which no template has either.
  const text = Uint16Array.from(words, (word) => numbers.get(word) ?? 0xffff);
  const candidates: (TextMatch & { score: number })[] = [];
  const exact: { start: number; end: number }[] = [];
  for (const { template, near } of candidatePlaces(text)) {
    const found = templates[template];
    if (found === undefined || inside(exact, near, found.words.length)) continue;
    const alignment = align(found.words, text, near);
    if (!isLicense(alignment, found.id)) continue;
    const { similarity, start, end, matched } = alignment;
    candidates.push({
      id: found.id,
      similarity,
      start,
      end,
      score: matched * (found.id === null ? 1 : similarity ** 40),
    });
  }
  candidates.sort((a, b) => b.score - a.score || (a.id ?? '').length - (b.id ?? '').length || a.start - b.start);
  const chosen: TextMatch[] = [];
  for (const { score: _, ...candidate } of candidates) {
    if (chosen.every((other) => candidate.end <= other.start || candidate.start >= other.end)) chosen.push(candidate);
  }
  return chosen.sort((a, b) => a.start - b.start);
}

function isLicense({ similarity, longestGap: gap }: Alignment, id: string | null): boolean {
  return id === null ? similarity >= 0.75 : similarity >= threshold && gap <= longestGap;
}

/** Whether a text that is there word for word leaves no room for another one: families have a hundred alike members. */
function inside(exact: readonly { start: number; end: number }[], near: number, length: number): boolean {
  const middle = near + length / 2;
  return exact.some(({ start, end }) => start <= middle && middle < end && length <= 1.02 * (end - start));
}

interface Candidate {
  template: number;
  /** Where in the text it should begin. */
  near: number;
  /** Runs that both have. */
  hits: number;
}

/** Templates that share enough runs with the text, and where each begins, the likeliest first; one may be there twice. */
function candidatePlaces(text: Uint16Array): Candidate[] {
  const { places, runs, templates } = licenseTemplates();
  const offsets = new Map<number, number[]>();
  for (let at = 0; at + runLength <= text.length; at += 1) {
    const found = places.get(hashOfRun(text, at));
    if (found === undefined) continue;
    for (let index = 0; index < found.length; index += 2) {
      const template = found[index] ?? 0;
      const offset = at - (found[index + 1] ?? 0);
      const list = offsets.get(template);
      if (list === undefined) offsets.set(template, [offset]);
      else list.push(offset);
    }
  }
  const candidates: Candidate[] = [];
  for (const [template, list] of offsets) {
    const needed = Math.max(1, enoughRuns * (runs[template] ?? 0));
    if (list.length < needed) continue;
    list.sort((a, b) => a - b);
    const slack = 20 + Math.floor((templates[template]?.words.length ?? 0) / 20);
    let from = 0;
    for (let index = 1; index <= list.length; index += 1) {
      const end = index === list.length || (list[index] ?? 0) - (list[index - 1] ?? 0) > slack;
      if (!end) continue;
      if (index - from >= needed)
        candidates.push({ template, near: list[(from + index) >> 1] ?? 0, hits: index - from });
      from = index;
    }
  }
  return candidates.sort((a, b) => b.hits - a.hits || a.template - b.template);
}
