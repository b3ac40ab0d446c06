/** How the texts of the SPDX licence list lie in their file: written by tools/license-index.ts, read by templates.ts. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** One licence text as words. */
export interface Template {
  /** What it is, as an SPDX expression; null: words that may follow a licence and say nothing. */
  id: string | null;
  /** Numbers of words in the vocabulary. */
  words: Uint16Array;
}

export interface TemplateIndex {
  /** Version of the SPDX licence list package that it was made from. */
  source: string;
  /** Sorted; the number of a word is its place. */
  vocabulary: string[];
  templates: Template[];
  /** Full names of licences, by id. */
  names: Record<string, string>;
}

interface Header extends Omit<TemplateIndex, 'templates'> {
  templates: { id: string | null; count: number }[];
}

/** A line of JSON, then all words as little-endian numbers of 16 bits; brotli around it. */
export function packIndex(index: TemplateIndex): Buffer {
  const header: Header = {
    source: index.source,
    vocabulary: index.vocabulary,
    templates: index.templates.map(({ id, words }) => ({ id, count: words.length })),
    names: index.names,
  };
  const numbers = Buffer.alloc(2 * index.templates.reduce((sum, { words }) => sum + words.length, 0));
  let at = 0;
  for (const { words } of index.templates) for (const word of words) at = numbers.writeUInt16LE(word, at);
  const plain = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), numbers]);
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}

/** Reads what {@link packIndex} wrote. */
export function unpackIndex(packed: Uint8Array): TemplateIndex {
  const plain = brotliDecompressSync(packed);
  const end = plain.indexOf('\n');
  const header = JSON.parse(plain.subarray(0, end).toString('utf8')) as Header;
  let at = end + 1;
  const templates = header.templates.map(({ id, count }) => {
    const words = new Uint16Array(count);
    for (let index = 0; index < count; index += 1, at += 2) words[index] = plain.readUInt16LE(at);
    return { id, words };
  });
  return { source: header.source, vocabulary: header.vocabulary, templates, names: header.names };
}
