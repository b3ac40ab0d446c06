import { digestOf, PlimsollError } from '../../engine/index.ts';
import type { ArtifactStore, Delivery, DeliveryStore } from '../../service/store/contract.ts';

/** Deliveries and their bytes in memory, with the promises of the store's contract. */
export interface MemoryDeliveries {
  deliveries: DeliveryStore;
  artifacts: Pick<ArtifactStore, 'open' | 'put'>;
  /** All rows as they are. */
  rows(): Delivery[];
  /** Changes kept bytes behind the store's back. */
  damage(digest: string, bytes: Uint8Array | null): void;
}

export function memoryDeliveries(): MemoryDeliveries {
  const rows = new Map<string, Delivery>();
  const leases = new Map<string, string>();
  const blobs = new Map<string, Uint8Array>();
  const missing = (id: string) => new PlimsollError('not-found', `there is no delivery ${id}`);
  return {
    deliveries: {
      async add(added) {
        for (const each of added) if (!rows.has(each.id)) rows.set(each.id, { ...each });
      },
      async take(now, leaseUntil, limit) {
        const due = [...rows.values()].filter(({ id, state, nextAttemptAt }) => {
          if (state === 'sending') return (leases.get(id) ?? '') <= now;
          if (state === 'pending') return nextAttemptAt === null || nextAttemptAt <= now;
          return state === 'failed' && nextAttemptAt !== null && nextAttemptAt <= now;
        });
        return due.slice(0, limit).map((row) => {
          row.state = 'sending';
          leases.set(row.id, leaseUntil);
          return { ...row };
        });
      },
      async settle(id, change) {
        const row = rows.get(id);
        if (row === undefined) throw missing(id);
        Object.assign(row, change);
      },
      async list({ run, state, limit }) {
        const all = [...rows.values()].filter(
          (row) => (run === undefined || row.run === run) && (state === undefined || row.state === state),
        );
        return all.slice(0, limit).map((row) => ({ ...row }));
      },
      async retry(id, now) {
        const row = rows.get(id);
        if (row === undefined) throw missing(id);
        if (row.state === 'failed' || row.state === 'dead')
          Object.assign(row, { state: 'pending', nextAttemptAt: now });
      },
    },
    artifacts: {
      async put(content) {
        const bytes = content instanceof Uint8Array ? content : await wholeOf(content);
        blobs.set(digestOf(bytes), bytes);
        return { digest: digestOf(bytes), bytes: bytes.length };
      },
      async open(digest) {
        const bytes = blobs.get(digest);
        if (bytes === undefined) throw new PlimsollError('not-found', `nothing is kept as ${digest}`);
        return (async function* () {
          yield bytes;
        })();
      },
    },
    rows: () => [...rows.values()].map((row) => ({ ...row })),
    damage(digest, bytes) {
      if (bytes === null) blobs.delete(digest);
      else blobs.set(digest, bytes);
    },
  };
}

async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
