import { createHash } from 'node:crypto';
import { createTarReader } from '../../../../collectors/image/layer/index.ts';
import { PlimsollError } from '../../../../engine/index.ts';
import type { Listing, Member } from '../../../support/tar-oracle.ts';

/** Lists an archive with our reader, in pieces of so many bytes. */
export function listWithOurs(archive: Uint8Array, pieceBytes = archive.byteLength): Listing {
  const members: Member[] = [];
  let current: Member | null = null;
  let hashing = createHash('sha256');
  let written = 0;
  const fill = (to: number) => {
    // Holes of files that are longer than the archive are not worth their time.
    if (current!.size <= archive.byteLength) hashing.update(Buffer.alloc(to - written));
    written = to;
  };
  const reader = createTarReader('archive', {
    entry(entry) {
      const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
      current = {
        name: hex(entry.name),
        type: entry.type,
        size: entry.size,
        mode: entry.mode & 0o7777,
        uid: entry.uid,
        gid: entry.gid,
        link: hex(entry.link),
        capability: entry.capability ?? '',
        sha256: '',
      };
      hashing = createHash('sha256');
      written = 0;
      return true;
    },
    piece(bytes, position) {
      fill(position);
      hashing.update(bytes);
      written += bytes.length;
    },
    end() {
      const hasContent = current!.type < 0x31 || current!.type > 0x36;
      if (hasContent) fill(current!.size);
      if (current!.size <= archive.byteLength || !hasContent) current!.sha256 = hashing.digest('hex');
      members.push(current!);
    },
  });
  try {
    for (let at = 0; at < archive.byteLength; at += pieceBytes) reader.push(archive.subarray(at, at + pieceBytes));
    reader.finish();
    return { members, failed: false };
  } catch (thrown) {
    if (thrown instanceof PlimsollError && thrown.code === 'archive-invalid') return { members, failed: true };
    throw thrown;
  }
}
