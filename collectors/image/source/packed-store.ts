import { type Compression, unpacked } from './compression.ts';
import { type RandomAccess, streamRange } from './random-access.ts';
import { type Store, type StoreLimits, tooLong } from './store.ts';
import type { Member } from './tar-member.ts';
import { memberFinder } from './tar-member-list.ts';
import { walkTar } from './tar-walk.ts';

/**
 * An archive that is compressed as a whole. The first pass learns its members and keeps what may be a manifest: small
 * and beginning with a brace or bracket. Layers are handed over in the order in which they lie, in one more pass.
 */
export async function openPackedStore(
  access: RandomAccess,
  compression: Exclude<Compression, 'none'>,
  limits: StoreLimits,
): Promise<Store> {
  const members: Member[] = [];
  const kept = new Map<string, Uint8Array>();
  let keptBytes = 0;
  const pass = (visit: Parameters<typeof walkTar>[3]) =>
    walkTar(
      access.name,
      unpacked(access.name, streamRange(access, 0, access.size), compression, limits),
      limits,
      visit,
    );
  await pass(async (member, content) => {
    members.push(member);
    kept.delete(member.path);
    if (member.type !== 'file' || member.size > limits.manifestBytes) return;
    if (keptBytes + member.size > limits.imageKeptBytes) return;
    const bytes = await textOf(content, member.size);
    if (bytes === null) return;
    kept.set(member.path, bytes);
    keptBytes += member.size;
  });
  const find = memberFinder(members);

  async function stream(paths: readonly string[], visit: Parameters<Store['stream']>[1]): Promise<void> {
    const wanted = new Map<Member, string[]>();
    for (const path of paths) {
      const member = find(path);
      if (member !== null) wanted.set(member, [...(wanted.get(member) ?? []), path]);
    }
    if (wanted.size === 0) return;
    let index = 0;
    await pass(async (_, content) => {
      const [path] = wanted.get(members[index++]!) ?? [];
      if (path !== undefined) await visit(path, content);
    });
  }

  return {
    name: access.name,
    size: async (path) => find(path)?.size ?? null,
    async read(path) {
      const member = find(path);
      if (member === null) return null;
      if (member.size > limits.manifestBytes) throw tooLong(access.name, path);
      const known = kept.get(member.path);
      if (known !== undefined) return known;
      let bytes: Uint8Array | null = null;
      await stream([path], async (_, content) => {
        bytes = await whole(content, member.size);
      });
      return bytes;
    },
    stream,
    close: () => access.close(),
  };
}

/** The content where it may be JSON; null: it is not, and was not read. */
async function textOf(content: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array | null> {
  const iterator = content[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return new Uint8Array();
  const head = first.value[0];
  if (head !== 0x7b && head !== 0x5b) return null;
  const bytes = new Uint8Array(size);
  bytes.set(first.value);
  let filled = first.value.byteLength;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    bytes.set(next.value, filled);
    filled += next.value.byteLength;
  }
  return bytes;
}

async function whole(content: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of content) {
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return bytes;
}
