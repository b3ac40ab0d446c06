import type { BundleManifest, Framework, Profile } from '../engine/index.ts';

/** Bundles in the making keep each part with the file it was read from, so that a fault can be shown at its place. */
export interface SourceFile {
  /** Path inside the bundle, as it appears under `/src/` of the archive. */
  path: string;
  /** The file on disk, for messages. */
  file: string;
  text: string;
}

/** The folder of one rule. */
export interface RuleSource {
  /** `<namespace>/<rule-id>`. */
  id: string;
  namespace: string;
  area: string;
  /** Name of the folder, in kebab case. */
  name: string;
  /** Folder inside the bundle. */
  folder: string;
  module: SourceFile;
  test: SourceFile | null;
  examples: SourceFile | null;
}

/** A bundle as it is written: everything `bundles.md` names, read and parsed, nothing compiled. */
export interface SourceBundle {
  /** The folder it was read from, as the user wrote it. */
  folder: string;
  manifest: BundleManifest;
  rules: RuleSource[];
  /** Libraries of the bundle, of included bundles and of Plimsoll, without tests. */
  libraries: SourceFile[];
  /** Tests of the bundle's own libraries. */
  libraryTests: SourceFile[];
  /** Other sources that go into the archive as they are: bundle.yaml, tables, frameworks, profiles, examples. */
  documents: SourceFile[];
  /** `data.<namespace>.tables.<name>`. */
  data: Record<string, unknown>;
  /** Shared parameters by namespace: the bundle's own and those of included bundles. */
  parameters: Record<string, BundleManifest['parameters']>;
  collect: BundleManifest['collect'];
  frameworks: { file: SourceFile; framework: Framework }[];
  profiles: { file: SourceFile; profile: Profile }[];
}

export interface LoadOptions {
  /** Folder of a bundle named in `include` by name or `name@version`; null where it is not known. */
  resolveBundle?: (reference: string) => string | null;
}

/** One test of a bundle: a Rego test, or an example that was executed. */
export interface TestOutcome {
  /** Full id of the rule, or null for tests of libraries. */
  rule: string | null;
  /** `schema`: an input that cannot be; `text`: a message, reason or question that cannot be filled. */
  kind: 'rego' | 'example' | 'schema' | 'text';
  name: string;
  file: string;
  line: number | null;
  pass: boolean;
  /** Why it failed, or what it printed. */
  message: string | null;
}

/** Share of the lines of one module that tests ran through. */
export interface FileCoverage {
  file: string;
  /** 0 to 100. */
  percent: number;
  /** Lines that no test ran through, from 1. */
  notCovered: number[];
}

export interface TestReport {
  passed: number;
  failed: number;
  outcomes: TestOutcome[];
  /** Null unless coverage was asked for. */
  coverage: FileCoverage[] | null;
}

export interface TestOptions {
  /** Regular expression over full rule ids and test names. */
  filter?: string;
  coverage?: boolean;
}
