import fs from 'node:fs';
import path from 'node:path';
import { compareText } from './canonical.ts';
import { type SpoolEntry, withKey } from './fit-line.ts';
import { readHead } from './line.ts';
import { lineBlocks, linesOf } from './lines.ts';

/** An entry in its final order, with the key that it had to give up, if another resource has it. */
export interface OrderedEntry extends SpoolEntry {
  repeats: string | null;
}

function compareEntries(a: SpoolEntry, b: SpoolEntry): number {
  return compareText(a.key, b.key) || compareText(a.id, b.id) || Buffer.compare(a.line, b.line);
}

/** Sorted runs on disk, one file each. */
export interface Runs {
  write(entries: SpoolEntry[]): Promise<string>;
  read(file: string): AsyncIterable<SpoolEntry>;
  close(): Promise<void>;
}

/** Runs in `folder`, in files that no other user can read. */
export function openRuns(folder: string): Runs {
  let next = 1;
  const files: string[] = [];

  async function write(entries: SpoolEntry[]): Promise<string> {
    const file = path.join(folder, `run-${next}.ndjson`);
    next += 1;
    files.push(file);
    const handle = await fs.promises.open(file, 'wx', 0o600);
    try {
      let batch: Buffer[] = [];
      let size = 0;
      for (const { line } of entries.sort(compareEntries)) {
        batch.push(line, lineFeed);
        size += line.length + 1;
        if (size < 1 << 20) continue;
        await handle.writeFile(Buffer.concat(batch));
        batch = [];
        size = 0;
      }
      await handle.writeFile(Buffer.concat(batch));
    } finally {
      await handle.close();
    }
    return file;
  }

  async function* read(file: string): AsyncIterable<SpoolEntry> {
    const chunks = fs.createReadStream(file, { highWaterMark: 1 << 18 });
    for await (const block of lineBlocks(chunks, Number.MAX_SAFE_INTEGER)) {
      for (const { bytes } of linesOf(block, Number.MAX_SAFE_INTEGER)) {
        const { key, id } = readHead(bytes).head;
        yield { key, id, line: Buffer.from(bytes) };
      }
    }
  }

  async function close(): Promise<void> {
    for (const file of files) await fs.promises.rm(file, { force: true });
  }

  return { write, read, close };
}

const lineFeed = Buffer.from('\n');

interface Source {
  head: SpoolEntry;
  rest: AsyncIterator<SpoolEntry>;
}

/** Merges entries in memory and sorted runs into one order; repeated keys get `#2`, `#3` by order of id. */
export async function* mergeSorted(
  inMemory: SpoolEntry[],
  runs: AsyncIterable<SpoolEntry>[],
): AsyncIterable<OrderedEntry> {
  const waiting: OrderedEntry[] = [];
  let given: string | null = null;
  let number = 1;
  for await (const entry of merge([fromArray(inMemory.sort(compareEntries)), ...runs])) {
    // a new key may stand behind others that are still to come, so it waits for its turn
    yield* takeBefore(waiting, entry.key);
    if (entry.key === given) {
      number += 1;
      insert(waiting, entry, `${given}#${number}`, given);
      continue;
    }
    given = entry.key;
    number = 1;
    yield { ...entry, repeats: null };
  }
  yield* takeBefore(waiting, null);
}

/** Takes out what comes before a key (null: everything). A new key that is taken too gets another `#2` behind it. */
function* takeBefore(waiting: OrderedEntry[], key: string | null): Generator<OrderedEntry> {
  let last: string | null = null;
  for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
    if (key !== null && compareText(first.key, key) > 0) return;
    waiting.shift();
    if (first.key === key || first.key === last) {
      insert(waiting, first, `${first.key}#2`, first.repeats);
      continue;
    }
    last = first.key;
    yield first;
  }
}

function insert(waiting: OrderedEntry[], entry: SpoolEntry, key: string, repeats: string | null): void {
  waiting.push({ ...withKey(readHead(entry.line).head.kind, entry, key), repeats });
  waiting.sort(compareEntries);
}

async function* fromArray(entries: SpoolEntry[]): AsyncIterable<SpoolEntry> {
  yield* entries;
}

async function* merge(inputs: AsyncIterable<SpoolEntry>[]): AsyncIterable<SpoolEntry> {
  const sources: Source[] = [];
  for (const input of inputs) {
    const rest = input[Symbol.asyncIterator]();
    const first = await rest.next();
    if (!first.done) sources.push({ head: first.value, rest });
  }
  while (sources.length > 0) {
    let least = 0;
    for (let index = 1; index < sources.length; index += 1) {
      if (compareEntries(sources[index]!.head, sources[least]!.head) < 0) least = index;
    }
    const source = sources[least]!;
    yield source.head;
    const next = await source.rest.next();
    if (next.done) sources.splice(least, 1);
    else source.head = next.value;
  }
}
