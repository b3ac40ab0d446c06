import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerText, parseMailbox } from '../../../service/mail/address.ts';

describe('addresses of the configuration', () => {
  test.each([
    ['a@example.org', null, 'a@example.org'],
    ['  a.b+c@example.org ', null, 'a.b+c@example.org'],
    ['Security <sec@example.org>', 'Security', 'sec@example.org'],
    ['"Doe, Jane (CISO)" <jane@example.org>', 'Doe, Jane (CISO)', 'jane@example.org'],
    ['"say \\"hi\\"" <a@example.org>', 'say "hi"', 'a@example.org'],
    ['Zoë Müller <zoe@example.org>', 'Zoë Müller', 'zoe@example.org'],
    ['"john doe"@example.org', null, '"john doe"@example.org'],
    ['a@münchen.example', null, 'a@xn--mnchen-3ya.example'],
    ['<a@example.org>', null, 'a@example.org'],
    ['root@localhost', null, 'root@localhost'],
  ])('%s', (text, name, address) => {
    expect(parseMailbox(text)).toEqual({ name, address });
  });

  test.each([
    ['nobody'],
    ['@example.org'],
    ['a@'],
    ['a@b@c d'],
    ['a b@example.org'],
    ['a@example.org, b@example.org'],
    ['list: a@example.org;'],
    ['a(comment)@example.org'],
    ['a@example.org (comment)'],
    ['@relay.example:a@example.org'],
    ['Doe, Jane <jane@example.org>'],
    ['a@example.org\r\nBcc: all@example.org'],
    ['X\r\nBcc: all@example.org <a@example.org>'],
    ['a\u202e@example.org'],
    ['Mallory\u202e <a@example.org>'],
    ['a\u0000@example.org'],
    ['müller@example.org'],
    ['a@127.0.0.1'],
    ['a@[127.0.0.1]'],
    ['"a\n"@example.org'],
    [`${'a'.repeat(65)}@example.org`],
    [`a@${'b'.repeat(64)}.example`],
    ['.a@example.org'],
    ['a..b@example.org'],
    ['<a@example.org> <b@example.org>'],
  ])('%j is refused', (text) => {
    expect(() => parseMailbox(text)).toThrow(/cannot be used/);
  });

  test('whatever is accepted is one address without anything that ends a line or command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 20 }), (text, domain) => {
        for (const given of [text, `${text}@${domain}`, `${text} <a@example.org>`, `${text}@example.org`]) {
          let parsed: ReturnType<typeof parseMailbox>;
          try {
            parsed = parseMailbox(given);
          } catch (error) {
            expect((error as { code: string }).code).toBe('configuration-invalid');
            continue;
          }
          expect(parsed.address).toMatch(/^[\x20-\x7e]+@[a-z0-9.-]+$/);
          expect(parsed.address).not.toMatch(/[<>]{2}|[\r\n]/);
          expect(parsed.name ?? '').not.toMatch(/[\r\n\u0000\u202e]/);
        }
      }),
      { seed: 20261124, numRuns: 500 },
    );
  });
});

test('a header field is one visible line', () => {
  expect(headerText('a\r\nBcc: x\u202e\u0000b\u2028c')).toBe('a Bcc: x\\u{202e}\\u{0}b c');
  expect(headerText('x'.repeat(300)).length).toBe(200);
});
