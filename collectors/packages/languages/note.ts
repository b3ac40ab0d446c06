/**
 * How packages of languages get from a layer into the list: an inspector reads one file while it passes by and leaves
 * a small {@link Note}; a cataloguer later picks the notes out of the merged tree. No content has to be kept.
 */
import type { LimitName, Limits } from '../../../engine/index.ts';
import type { FileInspector, PassingFile } from '../../image/contract.ts';
import type { FileEntry } from '../contract.ts';

/** A package as its file tells it. */
export interface NotedPackage {
  /** Full name in its ecosystem. */
  name: string;
  /** Empty: not stated. */
  version: string;
  /** Licence as written. Absent: nothing. */
  license?: string;
}

/** What one file tells. JSON, cached with its layer. */
export interface Note<Package extends NotedPackage = NotedPackage> {
  packages?: Package[];
  /** Why the file counts as damaged: what it holds is then not known. */
  corrupt?: string;
  /** The limit that kept it from being read. */
  limit?: LimitName;
  /** Why it cannot tell what it holds, though nothing is damaged. */
  silent?: string;
}

/** Reads the packages out of one kind of file. */
export interface NoteReader<Package extends NotedPackage = NotedPackage> {
  /** Id of the inspector, under which its notes stand. */
  id: string;
  /** Raised whenever the answer to the same bytes changes. */
  version: number;
  /** Whether a file is of this kind, by its name and size. Fast: called for every file. */
  wants(file: PassingFile): boolean;
  /** Whether a file of this kind always has a note, so that one without was not read. */
  certain(entry: FileEntry): boolean;
  /** Null: it holds no package. */
  read(bytes: Buffer, path: string, limits: Limits): Note<Package> | null;
}

/** The inspector of a reader. */
export function inspectorOf(reader: NoteReader): FileInspector {
  const { id, version } = reader;
  return {
    id,
    version,
    wants: (file) => (reader.wants(file) ? 'whole' : 'no'),
    inspect(file, bytes, limits) {
      if (!reader.wants(file)) return null;
      return reader.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), file.path, limits);
    },
  };
}

/** A file that could not be read, for this reason. */
export function corrupt(why: string): { corrupt: string } {
  return { corrupt: why };
}

/** The note of a metadata file that is longer than such files may be; null: it is not. */
export function tooLong(bytes: Uint8Array, limits: Limits): { limit: LimitName } | null {
  return bytes.length > limits.packageFileBytes ? { limit: 'packageFileBytes' } : null;
}
