import type { Problem } from '../../engine/index.ts';
import type { FactSheet } from '../docker/facts.ts';
import type { KnownImage } from './base.ts';
import type { ImageSource } from './contract.ts';

/** One image that can be opened, with what is called by before it is. */
export interface FoundImage {
  /** How messages call it. */
  name: string;
  open(): Promise<OpenedImage>;
}

export interface OpenedImage {
  source: ImageSource;
  /** Facts of its configuration; those of its contents are still missing. */
  sheet: FactSheet;
}

/** What a target turned out to be. */
export interface OpenedTarget {
  /** Name of the target where none is configured. */
  name: string;
  /** In a few words, for the report. */
  about: string;
  images: FoundImage[];
  problems: Problem[];
  /** Other images of the same place, to find bases among; a problem where they could not be asked for. */
  known(opened: readonly OpenedImage[]): Promise<KnownImage[] | Problem>;
  close(): Promise<void>;
}
