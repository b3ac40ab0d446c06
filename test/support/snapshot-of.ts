import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  type End,
  type KindName,
  limitsWith,
  openSpools,
  type Resource,
  snapshotVersion,
  writeSnapshot,
} from '../../engine/index.ts';

const createdAt = '2026-01-01T00:00:00Z';

/**
 * The text of a complete snapshot of one target that holds these resources, always the same for the same resources.
 * @param empty further kinds that were read, of which there is nothing
 */
export async function snapshotOf(resources: readonly Resource[], empty: readonly KindName[] = []): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-snapshot-'));
  const spools = openSpools({ folder, limits: limitsWith() });
  try {
    for (const { kind, key, id, name, labels, missing, target: _target, ...facts } of resources) {
      await spools.add(1, { kind: kind as never, key, id, name, labels, missing, facts });
    }
    const named = new Set([...spools.groups().map(({ kind }) => kind), ...empty]);
    const kinds = Object.fromEntries(
      [...named].sort().map((kind) => [kind, { status: 'complete' as const, expected: 0, seen: 0 }]),
    );
    const end: End = {
      targets: [{ id: 1, status: 'collected', kinds, problems: [], startedAt: createdAt, finishedAt: createdAt }],
      found: [],
    };
    const chunks: Uint8Array[] = [];
    const header = {
      version: snapshotVersion,
      createdAt,
      tool: { name: 'plimsoll', version: '0.1.0' },
      operator: null,
      machine: null,
      targets: [{ id: 1, uri: 'docker', name: 'self-test' }],
    };
    await writeSnapshot({ header, end, spools, write: (chunk) => void chunks.push(Buffer.from(chunk)) });
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    await spools.close();
    await fs.rm(folder, { recursive: true, force: true });
  }
}
