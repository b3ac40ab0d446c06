export { resolveProfile } from './bundle/profile.ts';
export { bundleDigest, bundleId, readBundle } from './bundle/read.ts';
export type { ExcludedRule, ResolvedRule, ResolvedRules } from './bundle/resolved.ts';
export * from './bundle/schema.ts';
export { type ScopedRules, scopeTargets, type TargetScope } from './bundle/scopes.ts';
export * from './errors.ts';
export * from './limits.ts';
export { type Attestation, AttestationFile, parseAttestations, readAttestations } from './result/attestations.ts';
export { type BaselineCounts, countNewFindings } from './result/baseline.ts';
export { combine } from './result/combine.ts';
export type { CombineContext } from './result/context.ts';
export { decisionOf } from './result/controls.ts';
export { diffResults, type PlacedFinding, type ResultDifference } from './result/diff.ts';
export { type ExitVerdict, exitVerdict, type FailOn } from './result/exit.ts';
export {
  type ParseResultOptions,
  parseResult,
  type ResultFile,
  type SplitResult,
  splitResult,
} from './result/files.ts';
export { controlFingerprint, fingerprint } from './result/fingerprint.ts';
export { compileGlob } from './result/glob.ts';
export { frameworkFacts } from './result/named-facts.ts';
export * from './result/part.ts';
export { publishedSchemas } from './result/published.ts';
export { newestEditions, type OpenQuestion, openQuestions } from './result/questions.ts';
export * from './result/run.ts';
export * from './result/schema.ts';
export { renderTemplate, visibleText } from './result/template.ts';
export { parseWaivers, readWaivers, type Waiver, WaiverFile } from './result/waivers.ts';
export { canonicalJson, compareText } from './snapshot/canonical.ts';
export { digestOf, sha256Hex } from './snapshot/digest.ts';
export { type FactEntry, factsReference } from './snapshot/facts-reference.ts';
export { type JsonSchema, kindJsonSchema } from './snapshot/kind-schema.ts';
export * from './snapshot/kinds/index.ts';
export { type HeadOfLine, parseResource, readHead } from './snapshot/line.ts';
export { comparePackages } from './snapshot/package-order.ts';
export { type OpenSnapshotOptions, openSnapshot, openSnapshotFile, type Snapshot } from './snapshot/read.ts';
export { rightFor } from './snapshot/rights.ts';
export * from './snapshot/schema.ts';
export { snapshotJsonSchema } from './snapshot/snapshot-schema.ts';
export { openSpools, type Spools } from './snapshot/spool.ts';
export type { CollectedResource } from './snapshot/validate.ts';
export { type WriteSnapshotOptions, type WrittenSnapshot, writeSnapshot } from './snapshot/write.ts';
export { compareVersions, isVersion, satisfiesRange, type VersionScheme, versionSchemes } from './versions/index.ts';
export { builtinNames, hostBuiltins, wasmBuiltins } from './wasm/builtins/list.ts';
export { type BatchSummary, type EvaluateContext, evaluate } from './wasm/evaluate.ts';
export { loadPolicy, type Policy } from './wasm/load.ts';
export { collectPart, type PartOptions, type SnapshotSource } from './wasm/part.ts';
export { type Judge, openJudge } from './wasm/resident.ts';
export { type SpareThread, startSpareThread } from './wasm/thread.ts';
