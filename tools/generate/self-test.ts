import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  type Bundle,
  type End,
  limitsWith,
  openSpools,
  type Resource,
  snapshotVersion,
  writeSnapshot,
} from '../../engine/index.ts';
import { judgeRecorded } from '../../service/index.ts';
import { openBundle, wholeExamples, wholeResource } from '../../test/bundles/built-bundle.ts';
import {
  plainNginx,
  wellConfiguredNginx,
  wellConfiguredPostgres,
  wellConfiguredTraefik,
} from '../../test/bundles/ordinary-containers.ts';

const createdAt = '2026-01-01T00:00:00Z';

/**
 * The recorded snapshot of `plimsoll doctor --self-test`, and the digest of the result it must give: ordinary resources
 * and, for each rule, one resource that breaks it.
 */
export async function selfTestFiles(bundles: Bundle[]): Promise<Record<string, string>> {
  const snapshot = await recordedSnapshot();
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-gen-'));
  try {
    const file = path.join(folder, 'snapshot.ndjson');
    await fs.writeFile(file, snapshot);
    const expected = await judgeRecorded(file, bundles);
    return {
      'service/self-test/snapshot.ndjson': snapshot,
      'service/self-test/expected.json': `${JSON.stringify(expected, null, 2)}\n`,
    };
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function recordedSnapshot(): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-gen-'));
  const spools = openSpools({ folder, limits: limitsWith() });
  try {
    for (const { kind, key, id, name, labels, missing, target: _target, ...facts } of await recordedResources()) {
      await spools.add(1, { kind: kind as never, key, id, name, labels, missing, facts });
    }
    const kinds = Object.fromEntries(
      Map.groupBy(spools.groups(), (group) => group.kind)
        .keys()
        .map((kind) => [kind, { status: 'complete' as const, expected: 0, seen: 0 }]),
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

async function recordedResources(): Promise<Resource[]> {
  const opened = await openBundle('default');
  try {
    const seen = new Set<string>();
    const bad = wholeExamples(opened)
      .filter(({ good, tailored, rule }) => !good && !tailored && !seen.has(rule.id) && seen.add(rule.id))
      .map(({ resource }) => resource);
    const containers = { plainNginx, wellConfiguredNginx, wellConfiguredPostgres, wellConfiguredTraefik };
    const ordinary = Object.entries(containers).map(([key, facts]) => wholeResource('container', key, facts));
    return [...ordinary, ...bad];
  } finally {
    await opened.close();
  }
}
