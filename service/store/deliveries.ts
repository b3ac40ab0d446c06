import type { Delivery, DeliveryStore } from './contract.ts';
import type { Database, DeliveryRow, Queries } from './tables.ts';
import { storable } from './text.ts';

/** The outbox: messages that were composed and where they stand. */
export function createDeliveries({ engine, db }: Database): DeliveryStore {
  return {
    add: (deliveries) => db.transaction().execute((transaction) => addDeliveries(transaction, deliveries)),
    take: (now, leaseUntil, limit) =>
      db.transaction().execute(async (transaction) => {
        const due = await transaction
          .selectFrom('deliveries')
          .select('id')
          .where((each) =>
            each.or([
              each('state', '=', 'pending').and(
                each.or([each('next_attempt_at', 'is', null), each('next_attempt_at', '<=', now)]),
              ),
              each('state', '=', 'failed').and('next_attempt_at', '<=', now),
              each('state', '=', 'sending').and('lease_until', '<=', now),
            ]),
          )
          .orderBy('created_at')
          .orderBy('id')
          .limit(limit)
          .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked())
          .execute();
        if (due.length === 0) return [];
        const ids = due.map(({ id }) => id);
        const rows = await transaction
          .updateTable('deliveries')
          .set({ state: 'sending', lease_until: leaseUntil })
          .where('id', 'in', ids)
          .returningAll()
          .execute();
        return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)).map(deliveryOf);
      }),
    async settle(id, { state, attempts, nextAttemptAt, acceptedAt, answer }) {
      await db
        .updateTable('deliveries')
        .set({
          ...{ state, attempts, lease_until: null, next_attempt_at: nextAttemptAt, accepted_at: acceptedAt },
          answer: answer === null ? null : storable(answer),
        })
        .where('id', '=', id)
        .execute();
    },
    async list({ run, state, limit }) {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .$if(run !== undefined, (query) => query.where('run', '=', run!))
        .$if(state !== undefined, (query) => query.where('state', '=', state!))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(deliveryOf);
    },
    async retry(id, now) {
      await db
        .updateTable('deliveries')
        .set({ state: 'pending', next_attempt_at: now, lease_until: null })
        .where('id', '=', id)
        .where('state', 'in', ['failed', 'dead'])
        .execute();
    },
  };
}

/** Adds deliveries; those whose id is there already stay as they are. */
export async function addDeliveries(db: Queries, deliveries: readonly Delivery[]): Promise<void> {
  for (const { messageId, nextAttemptAt, createdAt, acceptedAt, ...same } of deliveries) {
    await db
      .insertInto('deliveries')
      .values({
        ...same,
        subject: storable(same.subject),
        ...{ message_id: messageId, next_attempt_at: nextAttemptAt, created_at: createdAt, accepted_at: acceptedAt },
        ...{ lease_until: null, pruned_at: null },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

function deliveryOf(row: DeliveryRow): Delivery {
  const { message_id, next_attempt_at, created_at, accepted_at, lease_until: _, pruned_at: __, ...same } = row;
  const times = { nextAttemptAt: next_attempt_at, createdAt: created_at, acceptedAt: accepted_at };
  return { ...same, messageId: message_id, ...times };
}
