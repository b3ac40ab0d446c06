export { type BundleOptions, findBundleSource, openBundles, shippedBundles } from './bundles.ts';
export { type CollectedTarget, chooseTargets, collectTargets, planReads, reachTarget } from './collecting.ts';
export { type LoadedConfiguration, loadConfiguration, readTextFile } from './config/read.ts';
export { Configuration } from './config/schema.ts';
export { type FactOfResource, readFacts } from './facts.ts';
export {
  type Change,
  diffImages,
  type ImageDifference,
  type ImagesDifference,
  type PackageChange,
} from './image-diff/index.ts';
export { type ImageWishes, imageOptions } from './images.ts';
export { type Inputs, openInputs } from './judge.ts';
export { openOutput, replaceFile, writePrivate } from './output.ts';
export { audit, evaluateSnapshots, type FinishedRun, type RunOptions } from './pipeline.ts';
export { writeReports } from './report.ts';
export { resourcesOfResult } from './resources.ts';
export { readResult } from './result.ts';
export { judgeRecorded, selfTest } from './self-test.ts';
export { tryBrowser } from './try-browser.ts';
