/**
 * Packages of distributions and of applications. A cataloguer reads them out of a {@link FileTree}, so that images,
 * trees at rest and running hosts share it.
 */
import type { Facts, Problem } from '../../engine/index.ts';

export type ImagePackage = Facts<'image'>['packages'][number];
export type PackageType = ImagePackage['type'];

/** What cataloguers need of a file system; paths have no leading slash. `ImageTree` of collectors/image has it. */
export interface FileTree {
  get(path: string): FileEntry | null;
  resolve(path: string): FileEntry | null;
  list(path: string): readonly FileEntry[];
  entries(): Iterable<FileEntry>;
  /** Content of a file that was kept (links followed); null: not there, or not kept. */
  read(path: string): Uint8Array | null;
}

export interface FileEntry {
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'device' | 'fifo' | 'other';
  mode: number;
  size: number;
  link: string | null;
  layer: number | null;
  /** Answers of inspectors by their id. */
  notes?: Record<string, unknown>;
}

/** A package as its metadata tells it, before licences are normalised. */
export interface FoundPackage {
  type: PackageType;
  /** Full name in its ecosystem: `@scope/name`, `group:artifact`, `vendor/name`. */
  name: string;
  version: string;
  purl: string | null;
  architecture: string | null;
  sourceName: string | null;
  sourceVersion: string | null;
  scope: 'distribution' | 'application';
  /** File it was read from. */
  path: string;
  layer: number | null;
  /** What its metadata says of its licence, as written; null: nothing. */
  licenseText: string | null;
  /** Paths that hold its licence texts, where the ecosystem has a place for them (files or folders). */
  licensePaths: string[];
  /** Files it owns, without leading slash; null: its ecosystem does not list them. */
  files: readonly string[] | null;
  /** Folder that is its own altogether (`node_modules/x`); null: none. */
  folder: string | null;
}

export interface CatalogueResult {
  packages: FoundPackage[];
  /** `db-corrupt` and alike, with the file as subject. */
  problems: Problem[];
  /** True where a database is there and could not be read: the list of packages is then missing, never short. */
  unreadable: boolean;
}

/** Reads the packages of one manager or language. Never throws for bad content. */
export interface Cataloguer {
  id: string;
  /** Raised when `keeps` changes, since kept contents are cached by layer. */
  version: number;
  /** Files whose content it needs. Fast: called for every file of a layer. */
  keeps(file: { path: string; mode: number; size: number }): boolean;
  catalogue(tree: FileTree, context: CatalogueContext): CatalogueResult | Promise<CatalogueResult>;
}

export interface CatalogueContext {
  limits: import('../../engine/index.ts').Limits;
  /** Distribution, for the namespace and qualifiers of purls; null: not told. */
  distribution: Facts<'image'>['distribution'];
}
