export { archiveName, type BuiltSource, buildSource } from './build.ts';
export { capabilitiesJson } from './capabilities.ts';
export { checkSource } from './check.ts';
export type { Answer, Compiler, CompilerOptions, Problem as CompilerProblem, Request } from './compiler.ts';
export { openCompiler } from './compiler.ts';
export { ensureCompilerModule } from './compiler-module.ts';
export { sourceDigest } from './digest.ts';
export { formatSource } from './format.ts';
export { loadSource } from './load.ts';
export { defaultCacheFolder } from './paths.ts';
export { scaffoldRule } from './scaffold.ts';
export { testSource } from './test-source.ts';
export type {
  FileCoverage,
  LoadOptions,
  RuleSource,
  SourceBundle,
  SourceFile,
  TestOptions,
  TestOutcome,
  TestReport,
} from './types.ts';
export { parseYaml, putIntoList } from './yaml.ts';
