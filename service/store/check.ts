import { sql } from 'kysely';
import type { Contents } from './contents.ts';
import type { Database } from './tables.ts';

/** Whether the store can be read and written now, its folder of artifacts as well; throws where not. */
export async function checkDatabase({ db }: Database, contents: Contents): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // An update of nothing takes the lock of a writer and needs the rights of one.
    await sql`update plimsoll_version set number = number`.execute(transaction);
  });
  await contents.check();
}
