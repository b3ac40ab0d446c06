import { createHash, randomUUID } from 'node:crypto';
import { verified } from './artifact-files.ts';
import type { Contents } from './contents.ts';
import type { Database, Queries } from './tables.ts';

/** Bytes of one row: large contents are never whole in memory. */
const chunkBytes = 1024 * 1024;

/** Contents as rows of chunks, which appear under their digest in one transaction. */
export function rowContents({ db }: Database, now: () => string): Contents {
  return {
    async put(bytes) {
      return db.transaction().execute(async (transaction) => {
        const id = randomUUID();
        const written = await writeChunks(transaction, id, bytes);
        const kept = await transaction
          .insertInto('contents')
          .values({ id, ...written, touched_at: now() })
          .onConflict((conflict) =>
            conflict.column('digest').doUpdateSet((row) => ({ touched_at: row.ref('excluded.touched_at') })),
          )
          .returning('id')
          .executeTakeFirstOrThrow();
        if (kept.id !== id) await transaction.deleteFrom('chunks').where('content', '=', id).execute();
        return written;
      });
    },
    async open(digest) {
      const row = await db.selectFrom('contents').select('id').where('digest', '=', digest).executeTakeFirst();
      return row === undefined ? null : verified(readChunks(db, row.id), digest, 'the content in the store');
    },
    async has(digest) {
      const row = await db.selectFrom('contents').select('id').where('digest', '=', digest).executeTakeFirst();
      return row !== undefined;
    },
    remove: (digest) => db.transaction().execute((transaction) => removeContent(transaction, digest)),
    async sweep(isLive, before) {
      const rows = await db.selectFrom('contents').select('digest').where('touched_at', '<', before).execute();
      const live = await isLive(rows.map(({ digest }) => digest));
      for (const { digest } of rows) {
        if (!live.has(digest)) await db.transaction().execute((each) => removeContent(each, digest));
      }
    },
    // Its tables are in the database, which is checked anyway.
    check: async () => undefined,
  };
}

async function writeChunks(
  db: Queries,
  content: string,
  bytes: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<{ digest: string; bytes: number }> {
  const hash = createHash('sha256');
  let length = 0;
  let number = 0;
  for await (const data of rechunked(bytes instanceof Uint8Array ? [bytes] : bytes)) {
    hash.update(data);
    length += data.length;
    await db.insertInto('chunks').values({ content, number, data }).execute();
    number += 1;
  }
  return { digest: `sha256:${hash.digest('hex')}`, bytes: length };
}

/** The same bytes in pieces of the size of a row. */
async function* rechunked(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    for (let rest = piece; rest.length > 0; ) {
      const part = rest.subarray(0, chunkBytes - size);
      pending.push(part);
      size += part.length;
      rest = rest.subarray(part.length);
      if (size < chunkBytes) continue;
      yield Buffer.concat(pending);
      pending = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(pending);
}

async function* readChunks(db: Queries, content: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const row = await db
      .selectFrom('chunks')
      .select('data')
      .where('content', '=', content)
      .where('number', '=', number)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.data;
  }
}

async function removeContent(db: Queries, digest: string): Promise<void> {
  const row = await db.deleteFrom('contents').where('digest', '=', digest).returning('id').executeTakeFirst();
  if (row !== undefined) await db.deleteFrom('chunks').where('content', '=', row.id).execute();
}
