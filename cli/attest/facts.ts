import { type OpenQuestion, visibleText } from '../../engine/index.ts';
import type { FactOfResource } from '../../service/index.ts';

/** A question with everything that stands beside it. */
export interface Sheet extends OpenQuestion {
  /** Facts that the framework names, from the snapshot; empty where the snapshot is not there. */
  facts: { name: string; resources: FactOfResource[]; more: number }[];
}

const longest = 300;
const longestOfAll = 4_000;
const most = 20;

/** The facts of a question, one a line, without control characters: they come from inspected systems. */
export function factLines({ asked, facts }: Sheet): string[] {
  const ofRules = asked
    .slice(0, most)
    .flatMap(({ key, text, evidence }) => [
      key === null ? text : `${key}: ${text}`,
      ...evidence.map(({ fact, value, cut }) => `  ${fact.replace(/^args\./, '')} = ${short(value)}${cut ? ' …' : ''}`),
    ]);
  const ofSnapshot = facts.flatMap(({ name, resources, more }) => [
    ...(resources.length === 0 ? [`${name}: not in the snapshot`] : []),
    ...resources.map(({ key, value, missing }) =>
      missing === undefined ? `${name} of ${key} = ${short(value)}` : `${name} of ${key}: not readable (${missing})`,
    ),
    ...(more === 0 ? [] : [`and ${more} more`]),
  ]);
  const left = asked.length > most ? [`and ${asked.length - most} more`] : [];
  return capped([...ofRules, ...left, ...ofSnapshot].map(visibleText));
}

/** As many lines as a person reads and a cell of a spreadsheet holds. */
function capped(lines: readonly string[]): string[] {
  let length = 0;
  const kept = lines.filter((line) => {
    length += line.length;
    return length <= longestOfAll;
  });
  return kept.length === lines.length ? kept : [...kept, `and ${lines.length - kept.length} more lines`];
}

/** JSON of a value in one line, cut where nobody would read on. */
function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none';
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}
