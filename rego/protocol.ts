/** What travels between this room and `compiler/` (see `protocol.go` there). */

/** One fault found by OPA. Row and column count from 1. */
export interface Problem {
  code: string;
  message: string;
  file?: string;
  row?: number;
  column?: number;
  details?: string[];
}

interface WithModules {
  /** Texts of modules by name; names and their order are part of the bytes of a policy. */
  modules: Record<string, string>;
  data?: unknown;
  /** Capabilities in the form of `opa capabilities`; without it those of the compiler's OPA. */
  capabilities?: unknown;
  strict?: boolean;
}

export interface ArchiveRequest {
  revision: string;
  roots: string[];
  metadata: Record<string, unknown>;
  /** Further files by path in the archive, with a leading slash. */
  files: Record<string, string>;
}

export interface Evaluation {
  query: string;
  input?: unknown;
  /** Laid over the data of the request. */
  data?: unknown;
}

export type Request =
  | { operation: 'version' }
  | { operation: 'capabilities' }
  | { operation: 'format'; modules: Record<string, string> }
  | ({ operation: 'outline' } & WithModules)
  | ({ operation: 'check'; schema?: unknown } & WithModules)
  | ({ operation: 'build'; entrypoints: string[]; archive?: ArchiveRequest } & WithModules)
  | ({ operation: 'evaluate'; cases: Evaluation[] } & WithModules)
  | ({ operation: 'test'; filter?: string; coverage?: boolean } & WithModules);

export interface ReadPlace {
  name: string;
  file: string;
  row: number;
  column: number;
}

export interface Annotations {
  scope: string;
  title?: string;
  description?: string;
  related_resources?: { ref: string; description?: string }[];
  custom?: Record<string, unknown>;
  [other: string]: unknown;
}

/** What a module shows without being compiled. */
export interface Outline {
  /** Dotted, without `data.`. */
  package: string;
  row: number;
  annotations: Annotations[];
  rules: { name: string; row: number; form: 'set' | 'object' | 'function' | 'value'; documented: boolean }[];
  /** Documents referred to, dotted, without `data.`. */
  data: ReadPlace[];
  /** Functions called, with their full name. */
  calls: (ReadPlace & { constant: boolean })[];
  /** Facts of resources that the module reads, itself and through helpers; `*` where the name is not constant. */
  facts: ReadPlace[];
  /** Rules that go over all resources, with how often they do. */
  loops: (ReadPlace & { times: number })[];
}

export interface Evaluated {
  defined: boolean;
  value?: unknown;
  error?: string;
  printed?: string;
}

export interface RegoTest {
  file: string;
  row: number;
  package: string;
  name: string;
  pass: boolean;
  skip?: boolean;
  error?: string;
  output?: string;
  /** The different inputs that the test gave to rules. */
  inputs?: unknown[];
}

export interface Answer {
  ok: boolean;
  version?: string;
  capabilities?: Capabilities;
  errors?: Problem[];
  formatted?: Record<string, string>;
  outlines?: Record<string, Outline>;
  /** base64 */
  wasm?: string;
  /** base64 */
  archive?: string;
  entrypoints?: string[];
  results?: Evaluated[];
  tests?: RegoTest[];
  coverage?: Record<string, { percent: number; notCovered: number[] }>;
}

export interface Capabilities {
  builtins: { name: string; [other: string]: unknown }[];
  features?: string[];
  [other: string]: unknown;
}
