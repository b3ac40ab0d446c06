import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { label, visible, visibleLines } from '../../reports/text.ts';
import { percent } from '../../reports/view/words.ts';

const anything = fc.string({ unit: 'binary', maxLength: 80 });

describe('foreign text', () => {
  test('keeps what can be seen, and shows what cannot', () => {
    expect(visible('user\u202Egnp.exe \u001b[31m ok ü 漢')).toBe('user\\u{202e}gnp.exe \\u{1b}[31m ok ü 漢');
    expect(visible('a\u{E0041}b')).toBe('a\\u{e0041}b');
    expect(visibleLines('a\n\tb\r')).toBe('a\n  b\\u{d}');
  });

  test('never holds a control, direction or half character', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u200B-\u200F]/u);
      }),
    );
  });

  test('is cut at the limit and says so, and only then', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const shown = label(text, limit);
        const [kept] = shown.split('… (cut; ');
        expect([...kept!].length).toBeLessThanOrEqual(limit);
        expect(shown.endsWith(`… (cut; ${text.length} characters in all)`)).toBe(kept !== visible(text));
      }),
    );
    expect(label('x'.repeat(1_000_000), 400)).toBe(`${'x'.repeat(400)}… (cut; 1000000 characters in all)`);
  });
});

describe('shares', () => {
  test('round down: all is only said of all', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (a, b, of) => {
        const [low, high] = [Math.min(a, of), Math.min(Math.max(a, b), of)];
        const text = percent({ low, high, of });
        expect(text.includes('100')).toBe(high === of);
        expect(text.startsWith('100')).toBe(low === of);
      }),
    );
  });

  test('of nothing are a dash', () => {
    expect([percent(null), percent({ low: 0, high: 0, of: 0 })]).toEqual(['–', '–']);
  });
});
