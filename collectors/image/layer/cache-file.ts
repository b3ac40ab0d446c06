/**
 * The form of a cached layer: eight bytes of magic, the sha256 of what follows, and a zstd frame. In it the length of
 * a JSON text (32 bits, little-endian), the text, and the kept contents one after the other. Entries are rows, which
 * load in a third of the time of objects.
 */
import { hash } from 'node:crypto';
import zlib from 'node:zlib';
import type { EntryType, LayerEntry, LayerIndex, ReadLayer } from '../contract.ts';

const magic = Buffer.from('PLIMLYR1', 'latin1');
const digestBytes = 32;
/** Fast, and a tenth of the size for lists of paths. */
const compressionLevel = 1;

const types: readonly EntryType[] = ['file', 'directory', 'symlink', 'device', 'fifo', 'other'];

type Row = [
  path: string,
  type: number,
  mode: number,
  uid: number,
  gid: number,
  size: number,
  link: string | null,
  capability: string | null,
  hardlink: 0 | 1,
  digest: string | null,
  notes?: Record<string, unknown> | 0,
  target?: string,
];

interface Stored {
  /** All that the answers depend on, so that a file under a wrong name is not taken for another. */
  key: string;
  index: Omit<LayerIndex, 'entries' | 'overwritten'>;
  entries: Row[];
  overwritten: Row[] | null;
  /** Names of one file have the same place. */
  contents: [path: string, start: number, length: number][];
}

/** @param key all that the layer's answers depend on */
export function encodeLayer(key: string, { index, contents }: ReadLayer): Buffer {
  const { entries, overwritten, ...rest } = index;
  const starts = new Map<Uint8Array, number>();
  let end = 0;
  for (const content of contents.values()) {
    if (starts.has(content)) continue;
    starts.set(content, end);
    end += content.byteLength;
  }
  const stored: Stored = {
    key,
    index: rest,
    entries: entries.map(rowOf),
    overwritten: overwritten?.map(rowOf) ?? null,
    contents: [...contents].map(([path, content]) => [path, starts.get(content)!, content.byteLength]),
  };
  const text = Buffer.from(JSON.stringify(stored));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const frame = zlib.zstdCompressSync(Buffer.concat([length, text, ...starts.keys()]), {
    params: { [zlib.constants.ZSTD_c_compressionLevel]: compressionLevel },
  });
  return Buffer.concat([magic, hash('sha256', frame, 'buffer'), frame]);
}

/**
 * The layer of such a file; null where it is damaged or of another form or key.
 * @param maximum bytes that it may unpack to
 */
export function decodeLayer(key: string, file: Buffer, maximum: number): ReadLayer | null {
  const frame = file.subarray(magic.length + digestBytes);
  if (!file.subarray(0, magic.length).equals(magic)) return null;
  if (!hash('sha256', frame, 'buffer').equals(file.subarray(magic.length, magic.length + digestBytes))) return null;
  try {
    const bytes = zlib.zstdDecompressSync(frame, { maxOutputLength: maximum });
    const textEnd = 4 + bytes.readUInt32LE(0);
    const stored = JSON.parse(bytes.toString('utf8', 4, textEnd)) as Stored;
    if (stored.key !== key) return null;
    return { index: indexOf(stored), contents: contentsOf(stored, bytes, textEnd) };
  } catch {
    return null;
  }
}

function contentsOf(stored: Stored, bytes: Buffer, start: number): Map<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  const known = new Map<string, Uint8Array>();
  for (const [path, from, length] of stored.contents) {
    const place = `${from} ${length}`;
    const content = known.get(place) ?? new Uint8Array(bytes.buffer, bytes.byteOffset + start + from, length);
    known.set(place, content);
    contents.set(path, content);
  }
  return contents;
}

function indexOf(stored: Stored): LayerIndex {
  const { diffId, size, whiteouts, opaque, problems } = stored.index;
  return {
    diffId,
    size,
    entries: stored.entries.map(entryOf),
    ...(stored.overwritten === null ? {} : { overwritten: stored.overwritten.map(entryOf) }),
    whiteouts,
    opaque,
    problems,
  };
}

function rowOf(entry: LayerEntry): Row {
  const { path, mode, uid, gid, size, link, capability, digest, notes, target } = entry;
  const row: Row = [
    path,
    types.indexOf(entry.type),
    mode,
    uid,
    gid,
    size,
    link,
    capability,
    entry.hardlink ? 1 : 0,
    digest,
  ];
  if (notes !== undefined || target !== undefined) row.push(notes ?? 0);
  if (target !== undefined) row.push(target);
  return row;
}

function entryOf(row: Row): LayerEntry {
  const [path, type, mode, uid, gid, size, link, capability, hardlink, digest, notes, target] = row;
  const entry: LayerEntry = {
    path,
    type: types[type]!,
    mode,
    uid,
    gid,
    size,
    link,
    capability,
    hardlink: hardlink === 1,
    digest,
  };
  if (target !== undefined) entry.target = target;
  if (notes !== undefined && notes !== 0) entry.notes = notes;
  return entry;
}
