import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { candidateSearch } from '../../../collectors/secrets/fingerprints.ts';
import { secretPatterns } from '../../../collectors/secrets/index.ts';
import { findKeywords, type KeywordIndex, keywordIndex } from '../../../collectors/secrets/keywords.ts';
import { beside, type SecretPattern, token } from '../../../collectors/secrets/pattern.ts';
import { searchBytes, searchModule } from '../../../collectors/secrets/search-module.ts';

const patterns = secretPatterns.filter(({ place }) => place !== 'file');
const keywords = [...new Set(patterns.flatMap((pattern) => pattern.keywords))];

/** With vectors from the first byte on: short texts alone do not make the groups. */
function vectorIndex(of: readonly SecretPattern[]): KeywordIndex {
  const index = keywordIndex(of);
  findKeywords(index, Buffer.alloc(8192), () => undefined);
  return index;
}

function placesIn(index: KeywordIndex, bytes: Uint8Array): string[] {
  const places: string[] = [];
  findKeywords(index, bytes, (start, found) => places.push(...found.map(({ id }) => `${start} ${id}`)));
  return places.sort();
}

/** What is found, told without any index: every keyword of every pattern, wherever it stands. */
function expectedIn(of: readonly SecretPattern[], bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  // As ASCII alone: other letters have no small form in bytes.
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const places = new Set<string>();
  for (const pattern of of) {
    const where = pattern.place === 'token' ? text : folded;
    for (const keyword of pattern.keywords) {
      const wanted = pattern.place === 'token' ? keyword : keyword.toLowerCase();
      for (let at = where.indexOf(wanted); at >= 0; at = where.indexOf(wanted, at + 1)) {
        places.add(`${at} ${pattern.id} ${wanted}`);
      }
    }
  }
  return [...places].map((place) => place.split(' ').slice(0, 2).join(' ')).sort();
}

const piece = fc.oneof(
  fc.constantFrom(...keywords),
  fc.constantFrom(...keywords).map((keyword) => keyword.toUpperCase()),
  fc.constantFrom(...keywords).map((keyword) => keyword.slice(0, -1)),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.string({ maxLength: 30 }),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

describe.each([
  ['with vector instructions', vectorIndex(patterns)],
  ['place by place', keywordIndex(patterns, true)],
] as const)('keywords %s', (_, index) => {
  test('are found wherever they stand, and nothing else', () => {
    fc.assert(
      fc.property(text, (bytes) => {
        expect(placesIn(index, bytes)).toEqual(expectedIn(patterns, bytes));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test('are found at the end of a text, and not behind it', () => {
    const long = Buffer.from('....access_token$production$');
    expect(placesIn(index, long)).toEqual(expectedIn(patterns, long));
    for (let length = 0; length < long.length; length++) {
      const cut = long.subarray(0, length);
      expect(placesIn(index, cut)).toEqual(expectedIn(patterns, cut));
    }
  });

  test('are found across the pieces in which a long text is looked through', () => {
    const bytes = Buffer.alloc(3 * searchBytes + 5, '.');
    const starts: number[] = [];
    for (let border = searchBytes; border <= 3 * searchBytes; border += searchBytes) {
      for (let shift = -9; shift <= 9; shift += 9) starts.push(border - 4 * (border / searchBytes) + shift);
    }
    for (const start of starts) bytes.write('AKIA', start, 'latin1');
    expect(placesIn(index, bytes)).toEqual(starts.map((start) => `${start} aws-access-key-id`).sort());
  });
});

test('may stand so close that every place is one', () => {
  const bytes = Buffer.alloc(2 * searchBytes + 1, 'a');
  const found: number[] = [];
  findKeywords(vectorIndex([token('run', 'a run', ['aaaa'], 'a')]), bytes, (start) => found.push(start));
  expect(found).toEqual(Array.from({ length: bytes.length - 3 }, (_, at) => at));
});

test('candidates are in the text, not in one that was looked through before', () => {
  const search = candidateSearch([[[0x61], [0x61], [0x61], [0x61]]]);
  search(Buffer.alloc(8192, 'a'), () => undefined);
  const found: number[] = [];
  search(Buffer.alloc(10, 'a'), (start) => found.push(start));
  expect(found).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('come in the order in which they stand', () => {
  const bytes = Buffer.from(`${'xoxb- PASSWORD ghp_ token '.repeat(400)}`);
  const starts: number[] = [];
  findKeywords(vectorIndex(patterns), bytes, (start) => starts.push(start));
  expect(starts).toEqual(starts.toSorted((one, other) => one - other));
  expect(starts).toHaveLength(1600);
});

test('are told by case where the pattern is a token, and not where a name stands beside', () => {
  const index = vectorIndex([token('exact', 'exact', ['AbCd'], 'x'), beside('folded', 'folded', ['efgh'], /efgh=(x)/)]);
  expect(placesIn(index, Buffer.from('AbCd abcd ABCD efgh EFGH eFgH'))).toEqual([
    '0 exact',
    '15 folded',
    '20 folded',
    '25 folded',
  ]);
});

test('need four characters', () => {
  expect(() => keywordIndex([beside('short', 'short', ['abc'], /abc=(x)/)])).toThrow('The keyword abc is too short.');
});

test('are searched by a module that is valid', () => {
  expect(WebAssembly.validate(searchModule())).toBe(true);
});
