export type { Askers } from './asking.ts';
export { type ImageBudget, openBudget } from './budget.ts';
export { type LayerCache, type LayerCacheOptions, openLayerCache } from './cache.ts';
export { type ReadImageLayersOptions, readImageLayers } from './read-image-layers.ts';
export { type LayerReading, type ReadLayerOptions, readLayer } from './read-layer.ts';
export { createTarReader, type TarEntry, type TarVisitor } from './tar-reader.ts';
