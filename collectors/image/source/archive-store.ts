import { compressionOf } from './compression.ts';
import { openPackedStore } from './packed-store.ts';
import { openFileAccess, type RandomAccess, streamRange } from './random-access.ts';
import { type Store, type StoreLimits, tooLong } from './store.ts';
import { memberFinder } from './tar-member-list.ts';
import { type PlacedMember, scanTar } from './tar-walk.ts';

/**
 * Opens an archive as a store: as it lies, or through gzip or zstd, recognised by its first bytes. Nothing is unpacked
 * to disk: a compressed archive is read once to learn what is in it, and once more for each round of layers.
 * @throws PlimsollError `file-unreadable`, `archive-invalid`, `limit-reached`
 */
export async function openArchiveStore(input: RandomAccess | string, limits: StoreLimits): Promise<Store> {
  const access = typeof input === 'string' ? await openFileAccess(input) : input;
  try {
    const head = await access.read(0, Math.min(4, access.size));
    const compression = compressionOf(head);
    if (compression !== 'none') return await openPackedStore(access, compression, limits);
    return plainStore(access, await scanTar(access, limits), limits);
  } catch (error) {
    await access.close();
    throw error;
  }
}

function plainStore(access: RandomAccess, members: readonly PlacedMember[], limits: StoreLimits): Store {
  const find = memberFinder(members);
  return {
    name: access.name,
    size: async (path) => find(path)?.size ?? null,
    async read(path) {
      const member = find(path);
      if (member === null) return null;
      if (member.size > limits.manifestBytes) throw tooLong(access.name, path);
      return access.read(member.offset, member.size);
    },
    async stream(paths, visit) {
      for (const path of paths) {
        const member = find(path);
        if (member !== null) await visit(path, streamRange(access, member.offset, member.size));
      }
    },
    close: () => access.close(),
  };
}
