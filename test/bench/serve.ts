import { type KillReport, killPoints } from '../support/kill-points.ts';
import { hasPostgres } from '../support/postgres.ts';
import { findBrowser } from '../support/real-parts.ts';

const points = 100;

/**
 * A server that is killed with everything it started at 100 seeded points of its pipeline, on each store. `lost` and
 * `repeated` are slots without their one report and messages that came once more; both are 0 unless the answer of the mail
 * server was lost, which repeats a message under the same Message-ID.
 */
export async function benchServe(): Promise<object> {
  const formats = findBrowser() === null ? ['html', 'json'] : ['html', 'pdf', 'json'];
  const results: Record<string, object> = {};
  for (const engine of ['sqlite', 'postgres'] as const) {
    if (engine === 'postgres' && !hasPostgres()) continue;
    results[engine] = summary(await killPoints({ engine, points, seed: 1, formats }));
  }
  return results;
}

function summary({
  due,
  done,
  messages,
  halfFiles,
  unfinishedJobs,
  kills,
  killedAt,
  wholeRunMilliseconds,
}: KillReport) {
  const { again: repeated, altered } = messages;
  const left = { halfFiles: halfFiles.length, unfinishedJobs };
  return { slots: due, lost: due - done, repeated, altered, ...left, kills, killedAt, wholeRunMilliseconds };
}
