/**
 * Glossary: a **source** is an image as it lies somewhere (engine, archive, layout, registry); a **layer index** is
 * what one pass over a layer tells; an **image tree** is the merged file system of all layers; an **inspector** looks
 * into a file while its layer is streamed and keeps a small answer; a **cataloguer** reads packages out of a tree.
 */
import type { Limits, MissingCode, Problem } from '../../engine/index.ts';
import type { ImageFact } from './facts.ts';

export type { ImageFact };

/** What is known of an image before its layers are read. */
export interface ImageAbout {
  source: 'docker-daemon' | 'docker-archive' | 'oci' | 'oci-archive' | 'registry';
  /** References that name it, sorted; of an archive those inside. */
  tags: string[];
  /** `repository@sha256:…`, or `sha256:…` of the manifest where there is no repository; sorted. */
  digests: string[];
  /** Digest of its configuration: `sha256:…`. */
  id: string;
  /** The OCI image configuration, checked against its digest and parsed; never forwarded as it is. */
  config: unknown;
  /** Lowest first; as many as `rootfs.diff_ids` of the configuration. */
  layers: SourceLayer[];
}

export interface SourceLayer {
  /** Digest of the unpacked layer, from the configuration. */
  diffId: string;
  /** Digest of the blob as it lies; null: not known before it is read. */
  digest: string | null;
  mediaType: string;
  /** Bytes of the blob; null: not known. */
  size: number | null;
}

/** One layer, being read. */
export interface OpenLayer {
  /** Of the configuration; null where only reading tells which layer it is (an engine's export). */
  diffId: string | null;
  /** The blob as it lies: gzip, zstd or plain, recognised by content. Throws where its digest is wrong. */
  bytes: AsyncIterable<Uint8Array>;
}

/** An image that can be opened. Close it in any case. */
export interface ImageSource {
  about: ImageAbout;
  /** What was wrong and did not stop it. */
  problems: Problem[];
  /** Signatures and attestations beside it, sorted by digest; a code: why they are not known; absent: no registry. */
  signatures?: ImageFact<'signatures'> | MissingCode;
  /**
   * Streams the wanted layers (diff ids), one after the other, in any order, each to its end before the next.
   * A source that can only be read as a whole may hand over others too.
   * @throws PlimsollError `archive-invalid`, `image-layer-missing`, `digest-mismatch`, `limit-reached`, …
   */
  readLayers(wanted: ReadonlySet<string>, read: (layer: OpenLayer) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export type EntryType = 'file' | 'directory' | 'symlink' | 'device' | 'fifo' | 'other';

/** One entry of a layer, after the last entry of the same path won; hardlinks carry what their target had. */
export interface LayerEntry {
  /** Without a leading slash, `/` between names, `%XX` for bytes that are not UTF-8 (and `%25`). */
  path: string;
  type: EntryType;
  /** Permission bits, setuid, setgid and sticky included. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of a file; 0 for others. */
  size: number;
  /** Target of a symbolic link; null for others. */
  link: string | null;
  /** Value of the extended attribute `security.capability`, as hex; null: none. */
  capability: string | null;
  /** True where it is a hardlink to another entry, whose size is counted there. */
  hardlink: boolean;
  /** Path of that entry; where the layer itself does not have it, it is of a lower layer. Absent for others. */
  target?: string;
  /** sha256 of the content, where an inspector had something to say of the file or a keeper kept it. */
  digest: string | null;
  /** Answers of inspectors by their id; absent where none had something to say. */
  notes?: Record<string, unknown>;
}

/** What one pass over a layer tells. JSON, so that it can be cached by diff id; contents lie beside it. */
export interface LayerIndex {
  diffId: string;
  /** Bytes unpacked. */
  size: number;
  /** Sorted by path (UTF-8 bytes). */
  entries: LayerEntry[];
  /** Entries that later ones of the same archive replaced: not visible, still shipped. Absent: none. */
  overwritten?: LayerEntry[];
  /** Paths that hide what lower layers have there: `.wh.name`. Sorted. */
  whiteouts: string[];
  /** Folders that hide everything lower layers have in them: `.wh..wh..opq`. Sorted. */
  opaque: string[];
  problems: Problem[];
}

/** A layer index with the contents that were kept, by path. */
export interface ReadLayer {
  index: LayerIndex;
  contents: ReadonlyMap<string, Uint8Array>;
}

/** A file as it passes by. */
export interface PassingFile {
  path: string;
  mode: number;
  size: number;
}

/**
 * Looks into files while a layer is streamed, so that no content has to be kept. Pure: the same bytes, the same
 * answer, since answers are cached by diff id and `version`.
 */
export interface FileInspector {
  id: string;
  /** Raised whenever the answer to the same bytes changes. */
  version: number;
  /** `head`: the first 4 KiB are enough; `whole`: all of it, up to `imageInspectBytes`. Fast: called for every file. */
  wants(file: PassingFile): 'no' | 'head' | 'whole';
  /** Null: nothing to say. Never throws for bad content. The buffer is only valid during the call. */
  inspect(file: PassingFile, bytes: Uint8Array, limits: Limits): unknown;
}

/** Which files are kept whole for parsers of the merged tree. */
export interface FileKeeper {
  id: string;
  version: number;
  keeps(file: PassingFile): boolean;
}

/** A visible entry of the merged file system. */
export interface TreeEntry extends LayerEntry {
  /** Index of its layer, the lowest is 0. */
  layer: number;
}

/** An entry that a later layer removed or replaced: not visible, still shipped. */
export interface HiddenEntry extends TreeEntry {
  /** Index of the layer that hid it. */
  removedIn: number;
}

/** The merged file system of an image, or of a folder. Paths have no leading slash; the root is `''`. */
export interface ImageTree {
  /** The entry itself, links not followed. */
  get(path: string): TreeEntry | null;
  /** The entry behind all symbolic links, which stay inside the root; null: none, a loop, or more than 40 links. */
  resolve(path: string): TreeEntry | null;
  /** Children of a folder (links followed), sorted by path; empty: none. */
  list(path: string): readonly TreeEntry[];
  /** All visible entries, sorted by path. */
  entries(): Iterable<TreeEntry>;
  hidden(): Iterable<HiddenEntry>;
  /** Content of a file that a keeper kept (links followed); null: not there, or not kept. */
  read(path: string): Uint8Array | null;
}
