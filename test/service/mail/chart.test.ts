import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChartPart, chartPicture, chartSize } from '../../../service/mail/chart.ts';

/** The pieces of a PNG, their sums checked, and its points as RGBA. */
function decode(bytes: Uint8Array): { width: number; height: number; points: Buffer } {
  const file = Buffer.from(bytes);
  expect(file.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const [width, height] = [chunks.get('IHDR')!.readUInt32BE(0), chunks.get('IHDR')!.readUInt32BE(4)];
  const raw = inflateSync(chunks.get('IDAT')!);
  const line = width * 4 + 1;
  const points = Buffer.concat(Array.from({ length: height }, (_, y) => raw.subarray(y * line + 1, (y + 1) * line)));
  return { width, height, points };
}

const names = ['fail', 'unknown', 'accepted', 'pass'] as const;
const parts = (counts: readonly number[]): ChartPart[] =>
  names.map((name, index) => ({ name, label: name, count: counts[index] ?? 0 }));

test('every part that is there is seen, and no other', () => {
  fc.assert(
    fc.property(fc.tuple(...names.map(() => fc.oneof(fc.constant(0), fc.nat(1_000_000)))), (counts) => {
      const { width, height, points } = decode(chartPicture(parts(counts)));
      expect([width, height]).toEqual([chartSize.width * 2, chartSize.height * 2]);
      const colours = new Set<number>();
      for (let at = 0; at < points.length; at += 4) if (points[at + 3] !== 0) colours.add(points.readUInt32BE(at));
      expect(colours.size).toBe(counts.filter((count) => count > 0).length);
    }),
    { seed: 20261124, numRuns: 25 },
  );
});

test('widths follow the counts', () => {
  const { width, points } = decode(chartPicture(parts([1, 0, 0, 3])));
  const red = points.subarray(0, 4);
  let count = 0;
  for (let x = 0; x < width; x += 1) if (points.subarray(x * 4, x * 4 + 4).equals(red)) count += 1;
  expect(count / width).toBeGreaterThan(0.24);
  expect(count / width).toBeLessThan(0.27);
});
