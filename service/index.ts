export { type BundleOptions, findBundleSource, openBundles, shippedBundles } from './bundles.ts';
export { findCachedBundle } from './cached-bundles.ts';
export { type CollectedTarget, chooseTargets, collectTargets, planReads, reachTarget } from './collecting.ts';
export { type LoadedConfiguration, loadConfiguration, readTextFile } from './config/read.ts';
export { Configuration } from './config/schema.ts';
export { type FactOfResource, readFacts } from './facts.ts';
export type { Change, ImageDifference, ImagesDifference, PackageChange } from './image-diff/index.ts';
export { type ImageWishes, imageOptions, readImageKeys } from './images.ts';
export { type Inputs, openInputs } from './judge.ts';
export { loadImageDiff, loadJobs, loadMail, loadSchedules } from './on-demand.ts';
export { operatorName } from './operator.ts';
export { openOutput, replaceFile, writePrivate } from './output.ts';
export { audit, evaluateSnapshots, type FinishedRun, type RunOptions } from './pipeline.ts';
export { writeReports } from './report.ts';
export { resourcesOfResult } from './resources.ts';
export { readResult } from './result.ts';
export type { Schedule } from './schedule/index.ts';
export { type ScopedTarget, scopedTargets } from './scoped-inputs.ts';
export { judgeRecorded, selfTest } from './self-test.ts';
export { type Role, serve } from './serve/index.ts';
export {
  type Artifact,
  changedInputs,
  type Delivery,
  type Drift,
  type FindingHistory,
  newRunId,
  openStore,
  pruneStore,
  readRunResult,
  runSummary,
  type Store,
  type StoredRun,
  saveArtifact,
  sqliteFile,
  storeRun,
} from './store/index.ts';
export type { ConfiguredTarget } from './targets.ts';
export { tryBrowser } from './try-browser.ts';
