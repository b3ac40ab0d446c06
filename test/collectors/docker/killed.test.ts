import { describe, expect, test } from 'vitest';
import { generations, startDockerd } from '../../support/dockerd.ts';
import { buildImage, findBusybox } from '../../support/images.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { collectFrom, modelFaults } from './collecting.ts';
import { startStandIn } from './stand-in.ts';

const ready = findBusybox() === null ? [] : generations();

describe.each(['20.10', 'current'] as const)('an engine of generation %s', (generation) => {
  test('that is killed while it is read gives what was read, and names what was not', {
    ...skipUnless(ready.includes(generation), `dockerd ${generation}, its client and busybox`),
  }, async () => {
    const daemon = await startDockerd({ generation });
    try {
      await buildImage(daemon, 'app:1');
      const ids: string[] = [];
      for (let number = 0; number < 30; number++) {
        ids.push(await daemon.docker('create', '--network', 'none', '--name', `c${number}`, 'app:1', 'true'));
      }
      let inspected = 0;
      const killer = await startStandIn({
        engine: daemon.socket,
        fault(name) {
          if (/^\/containers\/[0-9a-f]{64}\/json$/.test(name) && ++inspected === 12) void daemon.kill();
          return undefined;
        },
      });
      try {
        const { summary, resources } = await collectFrom(killer.uri);
        const seen = resources.filter(({ kind }) => kind === 'container').map(({ id }) => id);
        const coverage = summary.kinds['container'];
        const unseen = coverage?.unseen?.map(({ id }) => id) ?? [];
        expect(seen.length).toBeGreaterThan(0);
        expect(unseen.length).toBeGreaterThan(0);
        expect([...seen, ...unseen].sort()).toEqual([...ids].sort());
        expect(coverage).toMatchObject({ status: 'partial', expected: 30, seen: seen.length });
        expect(summary.status).toBe('partial');
        expect(modelFaults(resources)).toEqual([]);
      } finally {
        await killer.stop();
      }
    } finally {
      await daemon.stop();
    }
  });
});
