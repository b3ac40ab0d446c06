export type { LayerFigures, TreeCounts } from './figures.ts';
export { type MergedTree, mergeLayers } from './merge-layers.ts';
