/**
 * The same chunks, the next one being read while one is worked on. The source is closed in any case, once a read that
 * is under way came to its end.
 */
export async function* readAhead<Chunk>(source: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    let next = started(iterator);
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = started(iterator);
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

function started<Chunk>(iterator: AsyncIterator<Chunk>): Promise<IteratorResult<Chunk>> {
  const next = iterator.next();
  // Its error is thrown when its turn comes, or never where nobody reads on.
  next.catch(() => undefined);
  return next;
}
