import type { Facts } from '../../engine/index.ts';

/** Facts of an image; those that were not read are absent. */
export type ImageFacts = Partial<Facts<'image'>>;

/** One thing that differs. Null: it is not there on that side. */
export interface Change {
  /** What sort of thing: `user`, `env`, `setuid or setgid`. */
  what: string;
  /** Its name or path; empty where there is but one. */
  name: string;
  before: string | null;
  after: string | null;
}

/** A package that differs. */
export interface PackageChange {
  type: string;
  name: string;
  /** `changed`: the versions differ, and their order is not known. */
  change: 'added' | 'removed' | 'upgraded' | 'downgraded' | 'changed';
  before: string | null;
  after: string | null;
}

/** A licence that came or went, or that one package has changed to. */
export interface LicenseChange {
  license: string;
  /** How many packages have it. */
  before: number;
  after: number;
}

export interface ImageName {
  name: string;
  id: string;
  /** Target it was read from. */
  target: string;
}

/** What differs between two images. Lists are empty where nothing does, and null where it cannot be known. */
export interface ImageDifference {
  before: ImageName;
  after: ImageName;
  same: boolean;
  size: { before: number; after: number } | null;
  layers: {
    before: number;
    after: number;
    /** Layers that both have, from the lowest. */
    common: number;
  } | null;
  packageCount: { before: number; after: number } | null;
  packages: PackageChange[] | null;
  /** Packages of one version whose licence is another. */
  relicensed: Change[] | null;
  licenses: LicenseChange[] | null;
  configuration: Change[];
  files: Change[];
  /** Facts that one or both sides do not tell, with why; what depends on them is not compared. */
  notCompared: { fact: string; before: string | null; after: string | null }[];
}

/** What differs between two sides. */
export interface ImagesDifference {
  same: boolean;
  images: ImageDifference[];
  /** Images of one side that the other does not have. */
  onlyBefore: ImageName[];
  onlyAfter: ImageName[];
  problems: { side: 'before' | 'after'; code: string; message: string }[];
}
