/** The texts of the SPDX licence list, unpacked when the first licence text is met. */
import { readFileSync } from 'node:fs';
import { type Template, unpackIndex } from './template-index.ts';

/** Words of one run whose hash leads to the places where templates have it. */
export const runLength = 5;
/** Of a long template every fourth run is enough to find it. */
const longTemplate = 400;
const sampling = 4;
/** Runs that more places have say little about which licence it is. */
const commonPlaces = 60;

export interface Templates {
  templates: readonly Template[];
  /** Number of a word; words that no licence has are not in it. */
  numbers: ReadonlyMap<string, number>;
  /** Full names of licences, by id. */
  names: Readonly<Record<string, string>>;
  /** Places of runs by their hash: number of the template and of the word in turns. */
  places: ReadonlyMap<number, readonly number[]>;
  /** How many runs of each template are in `places`. */
  runs: readonly number[];
}

let loaded: Templates | null = null;

/** The templates; unpacked once a process. */
export function licenseTemplates(): Templates {
  loaded ??= open();
  return loaded;
}

function open(): Templates {
  const index = unpackIndex(readFileSync(new URL('./templates.br', import.meta.url)));
  const places = new Map<number, number[]>();
  const runs = index.templates.map(({ words }, template) => {
    let count = 0;
    for (let at = 0; at + runLength <= words.length; at += 1) {
      const hash = hashOfRun(words, at);
      if (words.length > longTemplate && hash % sampling !== 0) continue;
      const found = places.get(hash);
      if (found === undefined) places.set(hash, [template, at]);
      else found.push(template, at);
      count += 1;
    }
    return count;
  });
  for (const [hash, found] of places) {
    if (found.length <= 2 * commonPlaces) continue;
    places.delete(hash);
    for (let at = 0; at < found.length; at += 2) runs[found[at] ?? 0] = (runs[found[at] ?? 0] ?? 0) - 1;
  }
  const numbers = new Map(index.vocabulary.map((word, number) => [word, number]));
  return { templates: index.templates, numbers, names: index.names, places, runs };
}

/** A hash of 32 bits over five words. */
export function hashOfRun(words: ArrayLike<number>, start: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < start + runLength; at += 1) {
    hash = Math.imul(hash ^ (words[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
