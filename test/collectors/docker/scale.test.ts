import { expect, test } from 'vitest';
import { cannedContainer, cannedEngine, serving } from './canned.ts';
import { collectFrom } from './collecting.ts';
import { startStandIn } from './stand-in.ts';

test('ten thousand containers are read, a few at a time, and handed over as they come', async () => {
  const count = 10_000;
  const containers = Array.from({ length: count }, (_, number) => cannedContainer(String(number).padStart(5, '0')));
  const engine = await startStandIn({ engine: null, fault: serving(cannedEngine(containers)) });
  try {
    let waiting = 0;
    let most = 0;
    let handedOver = 0;
    const { summary } = await collectFrom(engine.uri, {
      async emit() {
        most = Math.max(most, ++waiting);
        await new Promise((resolve) => setImmediate(resolve));
        waiting -= 1;
        handedOver += 1;
      },
    });
    expect(summary.status).toBe('collected');
    expect(summary.kinds['container']).toEqual({ status: 'complete', expected: count, seen: count });
    expect(handedOver).toBe(count + 2);
    // Whoever takes resources slowly slows the reading down, rather than filling memory.
    expect(most).toBeLessThanOrEqual(8);
  } finally {
    await engine.stop();
  }
});
