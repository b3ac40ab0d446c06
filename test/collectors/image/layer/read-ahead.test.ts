import { expect, test } from 'vitest';
import { readAhead } from '../../../../collectors/image/layer/read-ahead.ts';

/** Says in which order things happen. */
function watched(items: number, failAt = Number.POSITIVE_INFINITY): { log: string[]; source: AsyncGenerator<number> } {
  const log: string[] = [];
  async function* source(): AsyncGenerator<number> {
    try {
      for (let item = 0; item < items; item++) {
        log.push(`read ${item}`);
        if (item === failAt) throw new Error('broken');
        yield item;
      }
    } finally {
      log.push('closed');
    }
  }
  return { log, source: source() };
}

test('a chunk is read while the one before is worked on, one ahead and no more', async () => {
  const { log, source } = watched(3);
  for await (const item of readAhead(source)) {
    await Promise.resolve();
    log.push(`work ${item}`);
  }
  expect(log).toEqual(['read 0', 'read 1', 'work 0', 'read 2', 'work 1', 'closed', 'work 2']);
});

test('an error comes after the chunks before it', async () => {
  const { log, source } = watched(3, 1);
  const seen: number[] = [];
  const all = async () => {
    for await (const item of readAhead(source)) seen.push(item);
  };
  await expect(all()).rejects.toThrow('broken');
  expect(seen).toEqual([0]);
  expect(log.at(-1)).toBe('closed');
});

test('who stops early closes the source, and what it would have failed with is forgotten', async () => {
  const { log, source } = watched(3, 1);
  for await (const item of readAhead(source)) {
    expect(item).toBe(0);
    break;
  }
  expect(log).toEqual(['read 0', 'read 1', 'closed']);
});
