import type { Store } from './contract.ts';
import type { Database } from './tables.ts';
import { storable } from './text.ts';

/** What people did, in order; nothing is ever changed or removed. */
export function createAudit({ db }: Database): Store['audit'] {
  return {
    async add({ detail, ...entry }) {
      await db
        .insertInto('audit')
        .values({ ...entry, subject: storable(entry.subject), detail: JSON.stringify(detail) })
        .execute();
    },
    async list(limit) {
      const rows = await db
        .selectFrom('audit')
        .select(['at', 'who', 'action', 'subject', 'detail'])
        .orderBy('number', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) }));
    },
  };
}
