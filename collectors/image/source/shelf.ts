import type { Problem } from '../../../engine/index.ts';
import type { ImageSource } from '../contract.ts';

/** Images that lie in one place. */
export interface ImageShelf {
  /** In the order in which they lie. */
  images: ListedImage[];
  /** What is there and is no image. */
  problems: Problem[];
  close(): Promise<void>;
}

export interface ListedImage {
  /** References that name it inside, sorted; empty: none. */
  references: string[];
  /** Digests that name its manifest or index; empty: not known. */
  digests: string[];
  /** Opens it; closing it is not needed, closing the shelf is. @throws PlimsollError */
  open(): Promise<ImageSource>;
}
