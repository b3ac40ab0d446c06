import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGlob } from '../../../engine/result/glob.ts';

test('globs agree with the regular expression they stand for', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '[', '😀'), maxLength: 8 });
  const globs = fc
    .array(fc.constantFrom('a', 'b', '/', '.', '[', '*', '**', '😀'), { maxLength: 6 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(globs, letters, (glob, text) => {
      const pattern = glob
        .split(/(\*\*|\*)/)
        .map((piece) => (piece === '**' ? '.*' : piece === '*' ? '[^/]*' : piece.replace(/[.[\]]/g, '\\$&')))
        .join('');
      expect(compileGlob(glob)(text)).toBe(new RegExp(`^${pattern}$`, 's').test(text));
    }),
    { numRuns: 5000 },
  );
});
