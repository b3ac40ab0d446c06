/** How a text and a template differ, word for word. */
export interface Alignment {
  /** Words both have, in order. */
  matched: number;
  /** First word of the text that matched, and the one after the last. */
  start: number;
  end: number;
  /** Twice the matched words by the words of both, the text's between start and end: 1 where they are equal. */
  similarity: number;
  /** The longest run of words that only one of them has. */
  longestGap: number;
}

/** Words that may be skipped on one side before the texts have to meet again. */
const reach = 60;
/** Words in a row that make a meeting. */
const meeting = 3;

/** Lays a template along a text from a place near which it should begin. Linear for texts that are alike. */
export function align(template: ArrayLike<number>, text: ArrayLike<number>, near: number): Alignment {
  let inTemplate = 0;
  let inText = Math.max(0, near);
  let matched = 0;
  let start = -1;
  let end = inText;
  let longestGap = 0;
  while (inTemplate < template.length && inText < text.length) {
    if (template[inTemplate] === text[inText]) {
      if (start === -1) start = inText;
      matched += 1;
      inTemplate += 1;
      inText += 1;
      end = inText;
      continue;
    }
    const skip = meet(template, text, inTemplate, inText);
    if (skip === null) break;
    // What stands before the first word that both have is no gap: titles and names.
    longestGap = Math.max(longestGap, skip.template, start === -1 ? 0 : skip.text);
    inTemplate += skip.template;
    inText += skip.text;
  }
  longestGap = Math.max(longestGap, template.length - inTemplate);
  const span = start === -1 ? 0 : end - start;
  return { matched, start: Math.max(0, start), end, similarity: (2 * matched) / (template.length + span), longestGap };
}

/** The fewest words to skip on both sides until they run together again. */
function meet(
  template: ArrayLike<number>,
  text: ArrayLike<number>,
  inTemplate: number,
  inText: number,
): { template: number; text: number } | null {
  for (let sum = 1; sum <= reach; sum += 1) {
    for (let skipped = 0; skipped <= sum; skipped += 1) {
      if (same(template, text, inTemplate + skipped, inText + sum - skipped)) {
        return { template: skipped, text: sum - skipped };
      }
    }
  }
  return null;
}

function same(template: ArrayLike<number>, text: ArrayLike<number>, inTemplate: number, inText: number): boolean {
  if (inTemplate >= template.length || inText >= text.length) return false;
  for (let at = 0; at < meeting; at += 1) {
    // Near the end of the template fewer words are left to agree.
    if (inTemplate + at >= template.length) return at > 0;
    if (template[inTemplate + at] !== text[inText + at]) return false;
  }
  return true;
}
