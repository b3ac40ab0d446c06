import { createHash } from 'node:crypto';
import type { ImageTree, LayerEntry, ReadLayer } from '../../../../collectors/image/contract.ts';
import { interestInspectors } from '../../../../collectors/image/interest/index.ts';
import { mergeLayers } from '../../../../collectors/image/tree/index.ts';
import { limitsWith } from '../../../../engine/index.ts';

/** What a test says of an entry; a text is the content of a file. */
export type Sketch = string | Buffer | (Partial<LayerEntry> & { content?: string | Buffer });

/** A tree of layers, lowest first, as reading real layers gives it; a path with a null value is removed. */
export function treeOf(...layers: Record<string, Sketch | null>[]): ImageTree {
  return mergeLayers(layers.map(layerOf));
}

function layerOf(sketches: Record<string, Sketch | null>): ReadLayer {
  const contents = new Map<string, Uint8Array>();
  const entries: LayerEntry[] = [];
  const whiteouts: string[] = [];
  for (const [path, sketch] of Object.entries(sketches).sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (sketch === null) {
      whiteouts.push(path);
      continue;
    }
    const isContent = typeof sketch === 'string' || Buffer.isBuffer(sketch);
    const { content, ...given } = isContent ? { content: sketch } : sketch;
    const bytes = Buffer.from(content ?? '');
    if (content !== undefined) contents.set(path, bytes);
    entries.push(entryOf(path, bytes, given));
  }
  return { index: { diffId: 'sha256:0', size: 0, entries, whiteouts, opaque: [], problems: [] }, contents };
}

function entryOf(path: string, bytes: Buffer, given: Partial<LayerEntry>): LayerEntry {
  const entry: LayerEntry = {
    path,
    type: given.link == null ? 'file' : 'symlink',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: bytes.length,
    link: null,
    capability: null,
    hardlink: false,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    ...given,
  };
  const notes: Record<string, unknown> = {};
  for (const inspector of interestInspectors) {
    const note = bytes.length < 4 ? null : inspector.inspect(entry, bytes, limitsWith());
    if (note !== null) notes[inspector.id] = note;
  }
  return Object.keys(notes).length === 0 ? entry : { ...entry, notes };
}

/** The first bytes of an ELF file. @param type - e_type: 2 program, 3 shared, 4 core */
export function elf(type: number, hasInterpreter = false): Buffer {
  const bytes = Buffer.alloc(64 + 56);
  bytes.write('\x7fELF\x02\x01\x01', 'latin1');
  bytes.writeUInt16LE(type, 16);
  bytes.writeUInt32LE(64, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt32LE(hasInterpreter ? 3 : 1, 64);
  return bytes;
}
