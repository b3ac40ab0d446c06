import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Bundle, Resource } from '../../engine/index.ts';
import { judgeRecorded } from '../../service/index.ts';
import { openBundle, wholeExamples, wholeResource } from '../../test/bundles/built-bundle.ts';
import {
  plainNginx,
  wellConfiguredNginx,
  wellConfiguredPostgres,
  wellConfiguredTraefik,
} from '../../test/bundles/ordinary-containers.ts';
import { snapshotOf } from '../../test/support/snapshot-of.ts';

/**
 * The recorded snapshot of `plimsoll doctor --self-test`, and the digest of the result it must give: ordinary resources
 * and, for each rule, one resource that breaks it.
 */
export async function selfTestFiles(bundles: Bundle[]): Promise<Record<string, string>> {
  const snapshot = await snapshotOf(await recordedResources());
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
