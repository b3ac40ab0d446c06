import type { Score } from '../../engine/index.ts';
import { percentScale, percentTicks } from '../scale.ts';
import type { Shape } from './words.ts';
import { number, percent } from './words.ts';

/** One stretch of a bar; x and width are percent of its length. */
export interface Segment {
  shape: Shape;
  word: string;
  count: number;
  countText: string;
  share: string;
  x: number;
  width: number;
}

/** The load line: what certainly holds, what was not made, what was accepted, what fails. */
export interface LoadLineView {
  /** Prefix of ids in the drawing. */
  id: string;
  title: string;
  description: string;
  segments: Segment[];
  ticks: { x: number; text: string; anchor: 'start' | 'middle' | 'end' }[];
  /** Where the certain part ends: the mark, with its text on the side that has room; null where nothing was judged. */
  mark: { x: number; text: string; textX: number; anchor: 'start' | 'end' } | null;
}

export function loadLineView(counts: { pass: number; open: number; waived: number; fail: number }): LoadLineView {
  const of = counts.pass + counts.open + counts.waived + counts.fail;
  const scale = percentScale(of);
  const drawn = segments([
    { shape: 'pass', word: 'hold', count: counts.pass },
    { shape: 'unknown', word: 'not made', count: counts.open },
    { shape: 'accepted', word: 'accepted', count: counts.waived },
    { shape: 'fail', word: 'fail', count: counts.fail },
  ]);
  return {
    id: 'load-line',
    title: 'Load line',
    description: `Of ${number(of)} checks ${drawn.map((one) => `${one.countText} ${one.word} (${one.share})`).join(', ')}.`,
    segments: drawn,
    ticks: percentTicks().map((x) => ({
      x,
      text: x === 100 ? '100 %' : String(x),
      anchor: x === 0 ? 'start' : x === 100 ? 'end' : 'middle',
    })),
    mark: of === 0 ? null : markAt(scale(counts.pass), percent({ low: counts.pass, high: counts.pass, of })),
  };
}

function markAt(x: number, share: string): LoadLineView['mark'] {
  const text = `${share} certain`;
  return x < 60 ? { x, text, textX: 20, anchor: 'start' } : { x, text, textX: -20, anchor: 'end' };
}

/** Stretches of a bar in the order given; what counts nothing is left out of the drawing and the words. */
export function segments(parts: readonly { shape: Shape; word: string; count: number }[]): Segment[] {
  const of = parts.reduce((sum, part) => sum + part.count, 0);
  const scale = percentScale(of);
  let before = 0;
  const drawn: Segment[] = [];
  for (const part of parts) {
    if (part.count === 0) continue;
    const x = scale(before);
    before += part.count;
    drawn.push({
      ...part,
      countText: number(part.count),
      share: share({ low: part.count, high: part.count, of }),
      x,
      width: Math.round((scale(before) - x) * 1000) / 1000,
    });
  }
  return drawn;
}

/** A share that is there never reads 0. */
function share(score: NonNullable<Score>): string {
  return score.low > 0 && score.low * 100 < score.of ? '<1 %' : percent(score);
}
