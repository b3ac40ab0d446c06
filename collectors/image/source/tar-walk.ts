import { type Limits, PlimsollError } from '../../../engine/index.ts';
import { endsEarly, type RandomAccess } from './random-access.ts';
import { type Blocks, type Member, nextMember, paddedSize } from './tar-member.ts';

/** A member with the place of its content. */
export interface PlacedMember extends Member {
  offset: number;
}

type MemberLimits = Pick<Limits, 'imageEntries'>;

const windowBytes = 16 * 1024;

/**
 * Lists the members of an archive that lies as it is, passing over their contents.
 * @throws PlimsollError `archive-invalid`, `limit-reached`
 */
export async function scanTar(access: RandomAccess, limits: MemberLimits): Promise<PlacedMember[]> {
  const members: PlacedMember[] = [];
  let position = 0;
  let window = new Uint8Array();
  let windowStart = 0;
  const blocks: Blocks = {
    name: access.name,
    async take(length) {
      if (position >= access.size) return null;
      if (position + length > access.size) throw endsEarly(access.name);
      const inside = position - windowStart;
      if (inside < 0 || inside + length > window.byteLength) {
        windowStart = position;
        window = new Uint8Array(
          await access.read(position, Math.min(Math.max(length, windowBytes), access.size - position)),
        );
      }
      const start = position - windowStart;
      position += length;
      return window.subarray(start, start + length);
    },
  };
  for (;;) {
    const member = await nextMember(blocks);
    if (member === null) return members;
    if (members.length >= limits.imageEntries) throw tooMany(access.name);
    if (position + member.size > access.size) throw endsEarly(access.name);
    members.push({ ...member, offset: position });
    position += paddedSize(member.size);
  }
}

/**
 * Walks an archive that can only be read once. The content that a visitor leaves unread is passed over.
 * @throws PlimsollError `archive-invalid`, `limit-reached`, and what `visit` throws
 */
export async function walkTar(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  limits: MemberLimits,
  visit: (member: Member, content: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const queue = byteQueue(name, bytes);
  try {
    for (let count = 0; ; count += 1) {
      const member = await nextMember(queue);
      if (member === null) return await queue.drain();
      if (count >= limits.imageEntries) throw tooMany(name);
      let left = member.size;
      async function* content(): AsyncGenerator<Uint8Array> {
        while (left > 0) {
          const chunk = await queue.some(left);
          left -= chunk.byteLength;
          yield chunk;
        }
      }
      await visit(member, content());
      let rest = left + paddedSize(member.size) - member.size;
      while (rest > 0) rest -= (await queue.some(rest)).byteLength;
    }
  } finally {
    await queue.end();
  }
}

interface ByteQueue extends Blocks {
  /** At least one byte and at most so many. @throws PlimsollError `archive-invalid` at the end */
  some(maximum: number): Promise<Uint8Array>;
  /** Reads to the end, so that a stream that was cut off behind the last member fails too. */
  drain(): Promise<void>;
  end(): Promise<void>;
}

function byteQueue(name: string, bytes: AsyncIterable<Uint8Array>): ByteQueue {
  const iterator = bytes[Symbol.asyncIterator]();
  let current = new Uint8Array() as Uint8Array;
  async function fill(): Promise<boolean> {
    while (current.byteLength === 0) {
      const next = await iterator.next();
      if (next.done === true) return false;
      current = next.value;
    }
    return true;
  }
  function cut(length: number): Uint8Array {
    const piece = current.subarray(0, length);
    current = current.subarray(piece.byteLength);
    return piece;
  }
  return {
    name,
    async take(length) {
      if (!(await fill())) return null;
      if (current.byteLength >= length) return cut(length);
      const whole = new Uint8Array(length);
      for (let filled = 0; filled < length; ) {
        if (!(await fill())) throw endsEarly(name);
        const piece = cut(length - filled);
        whole.set(piece, filled);
        filled += piece.byteLength;
      }
      return whole;
    },
    async some(maximum) {
      if (!(await fill())) throw endsEarly(name);
      return cut(maximum);
    },
    async drain() {
      while (await fill()) cut(current.byteLength);
    },
    async end() {
      await iterator.return?.();
    },
  };
}

function tooMany(name: string): PlimsollError {
  return new PlimsollError('limit-reached', `${name} has more members than the limit imageEntries allows.`, {
    place: { file: name },
  });
}
