import { percentScale } from '../../scale.ts';
import type { ViewContext } from '../context.ts';
import { number, percent, plural } from '../words.ts';
import type { ImageFacts } from './facts.ts';
import { bytes } from './units.ts';

type Layer = NonNullable<ImageFacts['layerContents']>[number];

/** One stretch of a bar; x and width are percent of its length. */
export interface LayerSegment {
  /** Which of the tints, so that neighbours differ. */
  tint: string;
  x: number;
  width: number;
  /** Where the part begins that later layers hide, and its width; null: none is hidden. */
  hidden: { x: number; width: number } | null;
  /** Number of the layer under the bar; null: there is no room. */
  mark: { x: number; text: string } | null;
}

/** One bar: the layers by one measure. */
export interface LayerBar {
  label: string;
  /** Upper edges of the label's baseline and of the bar in the drawing. */
  textY: number;
  y: number;
  segments: LayerSegment[];
}

/** One layer in words. */
export interface LayerRow {
  index: string;
  tint: string;
  step: string;
  size: string;
  share: string;
  changes: string;
  hidden: string;
  packages: string;
}

export interface LayersView {
  id: string;
  title: string;
  description: string;
  /** Height of the drawing. */
  height: number;
  bars: LayerBar[];
  rows: LayerRow[];
  hidden: string | null;
}

const barGap = 40;

/** The layers, drawn by size, by what they added and by packages, with a table of the same. Null: not read. */
export function layersView({ layerContents: layers }: ImageFacts, id: string, context: ViewContext): LayersView | null {
  if (layers === undefined || layers.length === 0) return null;
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const hidden = layers.reduce((sum, { hiddenSize }) => sum + hiddenSize, 0);
  const measures: { label: string; of(layer: Layer): number; hiddenOf?(layer: Layer): number }[] = [
    { label: `Size ${bytes(total)}`, of: ({ size }) => size, hiddenOf: ({ hiddenSize }) => hiddenSize },
    { label: 'Entries added or replaced', of: ({ added, replaced }) => added + replaced },
    { label: 'Packages', of: ({ packages }) => packages },
  ];
  const tints = tintsOf(layers, total);
  const bars = measures
    .filter(({ of }) => layers.some((layer) => of(layer) > 0))
    .map((measure, place) => ({
      label: measure.label,
      textY: place * barGap + 12,
      y: place * barGap + 18,
      segments: segmentsOf(layers, tints, measure.of, measure.hiddenOf),
    }));
  const most = context.limits.reportRows;
  return {
    id,
    title: `Layers by ${bars.map(({ label }) => label.toLowerCase().split(' ')[0]).join(', ')}`,
    description: describe(layers, total, hidden),
    height: bars.length * barGap,
    bars,
    rows: layers
      .slice(0, most)
      .map((layer, index) => ({ ...rowOf(layer, index, total, context), tint: tints[index] ?? '' })),
    hidden: layers.length > most ? number(layers.length - most) : null,
  };
}

function describe(layers: readonly Layer[], total: number, hidden: number): string {
  const shares = layers.slice(0, 12).map(({ size }, index) => `layer ${index} ${shareOf(size, total)}`);
  const more = layers.length > shares.length ? ` and ${plural(layers.length - shares.length, 'more layer')}` : '';
  return `Of ${bytes(total)}: ${shares.join(', ')}${more}. Later layers hide ${bytes(hidden)} that ${hidden === 0 ? 'would be' : 'are'} still shipped.`;
}

function segmentsOf(
  layers: readonly Layer[],
  tints: readonly string[],
  measure: (layer: Layer) => number,
  hiddenOf: (layer: Layer) => number = () => 0,
): LayerSegment[] {
  const scale = percentScale(layers.reduce((sum, layer) => sum + measure(layer), 0));
  const round = (value: number) => Math.round(value * 1000) / 1000;
  const segments: LayerSegment[] = [];
  let before = 0;
  for (const [index, layer] of layers.entries()) {
    const count = measure(layer);
    if (count === 0) continue;
    const x = scale(before);
    before += count;
    const end = scale(before);
    const hiddenWidth = round(end - scale(before - Math.min(hiddenOf(layer), count)));
    segments.push({
      tint: tints[index] ?? '',
      x,
      width: round(end - x),
      hidden: hiddenWidth === 0 ? null : { x: round(end - hiddenWidth), width: hiddenWidth },
      mark: end - x < 3 ? null : { x: round((x + end) / 2), text: String(index) },
    });
  }
  return segments;
}

/** The tint of each layer, changing at every one that is large enough to be seen, so that neighbours differ. */
function tintsOf(layers: readonly Layer[], total: number): string[] {
  let large = 0;
  return layers.map(({ size }) => `t${(size * 200 >= total ? large++ : large) % 3}`);
}

function rowOf(layer: Layer, index: number, total: number, { show }: ViewContext): Omit<LayerRow, 'tint'> {
  const { size, added, replaced, removed, hiddenSize, packages, createdBy } = layer;
  const changes = [
    added === 0 ? '' : `${number(added)} added`,
    replaced === 0 ? '' : `${number(replaced)} replaced`,
    removed === 0 ? '' : `${number(removed)} hidden below`,
  ].filter(Boolean);
  return {
    index: String(index),
    step: show(stepText(createdBy)),
    size: bytes(size),
    share: shareOf(size, total),
    changes: changes.join(', ') || 'nothing',
    hidden: hiddenSize === 0 ? '' : bytes(hiddenSize),
    packages: packages === 0 ? '' : number(packages),
  };
}

/** A build step without what builders put around it. */
function stepText(step: string | null): string {
  const text = (step ?? '')
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/\s*# buildkit$/, '')
    .trim();
  return text === '' ? 'not told' : text;
}

/** A share that is there never reads 0. */
function shareOf(part: number, of: number): string {
  return part > 0 && part * 100 < of ? '<1 %' : percent({ low: part, high: part, of });
}
