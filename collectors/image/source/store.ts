/** Where the files of an image lie: a folder, an archive, or an archive that is compressed as a whole. */
import { type Limits, PlimsollError } from '../../../engine/index.ts';

export type StoreLimits = Pick<
  Limits,
  'archiveRatio' | 'archiveRatioFrom' | 'imageBytes' | 'imageEntries' | 'imageKeptBytes' | 'manifestBytes'
>;

/** Files by path, without a leading slash; links among them are followed, and never lead out. */
export interface Store {
  /** How messages call it. */
  readonly name: string;
  /** Bytes of a file; null: there is none. */
  size(path: string): Promise<number | null>;
  /**
   * Content of a small file, at most manifestBytes; null: there is none.
   * @throws PlimsollError `limit-reached`, `archive-invalid`
   */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * Streams files, one after the other, each to its end. Those that are not there are left out.
   * In the order given, but for a store that can only be read from its begin to its end.
   */
  stream(
    paths: readonly string[],
    visit: (path: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

/** The error of a manifest that is longer than its limit. */
export function tooLong(name: string, path: string): PlimsollError {
  return new PlimsollError('limit-reached', `${path} in ${name} is longer than the limit manifestBytes allows.`, {
    place: { file: path },
  });
}
