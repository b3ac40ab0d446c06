import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type Contents, isDigest } from './contents.ts';
import { corrupt } from './failures.ts';
import { makeFolder, syncFolder } from './folders.ts';

const unfinished = '.unfinished';

/** Contents as files of one folder, `ab/<digest>`: whole and on the disk before they have their name. */
export function fileContents(folder: string, now: () => string): Contents {
  const fileOf = (digest: string) => path.join(folder, digest.slice(7, 9), digest.slice(7));

  async function put(bytes: AsyncIterable<Uint8Array> | Uint8Array): Promise<{ digest: string; bytes: number }> {
    await makeFolder(folder);
    const fresh = path.join(folder, `${randomUUID()}${unfinished}`);
    try {
      const written = await writeWhole(fresh, bytes);
      const file = fileOf(written.digest);
      const time = new Date(now());
      await fs.utimes(fresh, time, time);
      const made = await makeFolder(path.dirname(file));
      await fs.rename(fresh, file);
      await syncFolder(path.dirname(file));
      if (made) await syncFolder(folder);
      return written;
    } catch (error) {
      await fs.rm(fresh, { force: true });
      throw error;
    }
  }

  return {
    put,
    async open(digest) {
      const file = isDigest(digest) ? fileOf(digest) : null;
      if (file === null || !(await exists(file))) return null;
      return verified(createReadStream(file), digest, file);
    },
    has: async (digest) => isDigest(digest) && exists(fileOf(digest)),
    remove: (digest) => fs.rm(fileOf(digest), { force: true }),
    async sweep(isLive, before) {
      const limit = new Date(before).getTime();
      const old: { digest: string; file: string }[] = [];
      for (const entry of await listed(folder)) {
        const file = path.join(entry.parentPath, entry.name);
        const isOurs = isDigest(`sha256:${entry.name}`) || entry.name.endsWith(unfinished);
        const stat = entry.isFile() && isOurs ? await fs.stat(file).catch(() => null) : null;
        if (stat === null || stat.mtimeMs >= limit) continue;
        if (entry.name.endsWith(unfinished)) await fs.rm(file, { force: true });
        else old.push({ digest: `sha256:${entry.name}`, file });
      }
      for (let start = 0; start < old.length; start += 500) {
        const some = old.slice(start, start + 500);
        const live = await isLive(some.map(({ digest }) => digest));
        for (const { digest, file } of some) if (!live.has(digest)) await fs.rm(file, { force: true });
      }
    },
    async check() {
      await makeFolder(folder);
      const probe = path.join(folder, `${randomUUID()}${unfinished}`);
      try {
        await fs.writeFile(probe, '.', { mode: 0o600 });
      } finally {
        await fs.rm(probe, { force: true });
      }
    },
  };
}

async function writeWhole(
  file: string,
  bytes: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<{ digest: string; bytes: number }> {
  const hash = createHash('sha256');
  let length = 0;
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
      hash.update(chunk);
      length += chunk.length;
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { digest: `sha256:${hash.digest('hex')}`, bytes: length };
}

async function exists(file: string): Promise<boolean> {
  try {
    await fs.stat(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function listed(folder: string) {
  try {
    return await fs.readdir(folder, { withFileTypes: true, recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The same bytes; at their end an error where they are not those of the digest. */
export async function* verified(
  bytes: AsyncIterable<Uint8Array>,
  digest: string,
  what: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  if (`sha256:${hash.digest('hex')}` !== digest) throw corrupt(`${what} does not match its digest ${digest}`);
}
