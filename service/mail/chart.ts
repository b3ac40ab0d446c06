/**
 * The picture of a mail: how many checks hold, fail, are accepted and were not made, as one bar. Mail programs show no
 * SVG, so it is a PNG inside the message; its colours have contrast on light and dark ground, and its ground is clear.
 */
import type { Result } from '../../engine/index.ts';
import { encodePng, type Pixel } from './png.ts';

export interface ChartPart {
  name: 'pass' | 'fail' | 'accepted' | 'unknown';
  label: string;
  count: number;
}

const clear: Pixel = [0, 0, 0, 0];
const colours: Readonly<Record<ChartPart['name'], Pixel>> = {
  pass: [58, 142, 97, 255],
  fail: [196, 40, 79, 255],
  accepted: [176, 127, 34, 255],
  unknown: [122, 103, 184, 255],
};
/** Twice the size at which it is shown, for screens with fine points. */
export const chartSize = { width: 592, height: 22, scale: 2 } as const;
const gap = 4;
const stripe = 12;

/** The parts of the bar in their order; those that are 0 stay in the list. */
export function chartParts({ summary }: Pick<Result, 'summary'>): ChartPart[] {
  const { counts } = summary;
  return [
    { name: 'fail', label: 'do not hold', count: counts.fail },
    { name: 'unknown', label: 'not made', count: counts.error + counts['not-evaluated'] },
    { name: 'accepted', label: 'accepted', count: counts.waived },
    { name: 'pass', label: 'hold', count: counts.pass },
  ];
}

/** The bar. What is not known is hatched, as in reports; a part that is not 0 is never too thin to see. */
export function chartPicture(parts: readonly ChartPart[]): Uint8Array {
  const width = chartSize.width * chartSize.scale;
  const height = chartSize.height * chartSize.scale;
  const edges = partEdges(parts, width);
  return encodePng(width, height, (x, y) => {
    const edge = edges.find(({ end }) => x < end);
    if (edge === undefined || (x >= edge.end - gap && edge.end < width)) return clear;
    if (edge.name === 'unknown' && (x + y) % stripe < stripe / 2) return clear;
    return colours[edge.name];
  });
}

const thinnest = 14;

function partEdges(parts: readonly ChartPart[], width: number): { name: ChartPart['name']; end: number }[] {
  const shown = parts.filter((part) => part.count > 0);
  const total = shown.reduce((sum, part) => sum + part.count, 0);
  const room = width - thinnest * shown.length;
  let before = 0;
  return shown.map((part, index) => {
    before += part.count;
    const end = index === shown.length - 1 ? width : thinnest * (index + 1) + Math.floor((room * before) / total);
    return { name: part.name, end };
  });
}
