import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactCommand, redactNamed, redactText, redactUrl } from '../../../collectors/redact.ts';

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const word = fc.stringMatching(/^[a-z]{1,12}$/);
/** Characters of passwords that nobody quotes, none of which ends a word. */
const secret = fc
  .stringMatching(/^[A-Za-z0-9!#%+,.;_~-]{6,24}$/)
  .filter((text) => /[0-9]/.test(text) && !text.startsWith('-'));
const secretName = fc.constantFrom(
  'PASSWORD',
  'DB_PASSWORD',
  'apiToken',
  'client-secret',
  'secret_key',
  'pgpassword',
  'X_API_KEY',
  'passphrase',
);

describe('never redacted, in any text without names that look secret', () => {
  test('digests, ids and UUIDs', () => {
    const values = fc.oneof(
      hex(64).map((text) => `sha256:${text}`),
      hex(64),
      hex(40),
      hex(12),
      fc.uuid(),
    );
    fc.assert(
      fc.property(word, values, word, (before, value, after) => {
        const text = `${before} ${value} ${after}`;
        expect(redactText(text)).toBe(text);
        expect(redactText(`${before}@${value}`)).toBe(`${before}@${value}`);
        expect(redactNamed('image', value)).toBe(value);
      }),
    );
  });

  test('purls', () => {
    const parts = fc.tuple(fc.constantFrom('deb', 'apk', 'npm', 'pypi'), word, word, fc.nat(99), word);
    fc.assert(
      fc.property(parts, ([type, space, name, version, architecture]) => {
        const purl = `pkg:${type}/${space}/${name}@1.${version}-r0?arch=${architecture}&distro=x-1`;
        expect(redactText(`see ${purl}`)).toBe(`see ${purl}`);
      }),
    );
  });

  test('plain words', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const text = words.join(' ');
        expect(redactText(text)).toBe(text);
      }),
    );
  });
});

describe('always redacted', () => {
  test('values of names that look secret, however they are written', () => {
    fc.assert(
      fc.property(secretName, secret, word, (name, value, other) => {
        const forms = [
          `${other} ${name}=${value} ${other}`,
          `${name}: ${value}`,
          `{"${name}":"${value}","x":1}`,
          `{"${name}" : "${value}"}`,
          `{\\"${name}\\":\\"${value}\\"}`,
          `export ${name}='${value}'; run`,
          `tool --${name}=${value}`,
          `tool --${name} ${value} ${other}`,
        ];
        for (const form of forms) expect(redactText(form)).not.toContain(value);
        for (const args of [[`--${name}=${value}`], [`--${name}`, value], [`${name}=${value}`]]) {
          expect(redactCommand(args).join(' ')).not.toContain(value);
        }
        expect(redactNamed(name, value)).toBe('***');
      }),
    );
  });

  test('user information and query of URLs', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9!%._~-]{4,12}$/);
    fc.assert(
      fc.property(part, part, part, word, (user, password, query, host) => {
        const url = `https://~${user}~:~${password}~@${host}.example:8443/path?q=~${query}~`;
        const expected = `https://***@${host}.example:8443/path?***`;
        expect(redactUrl(url)).toBe(expected);
        expect(redactText(`fetch "${url}" now`)).toBe(`fetch "${expected}" now`);
      }),
    );
  });
});

test('redacting twice changes nothing more, and nothing ever throws', () => {
  const pieces = fc.constantFrom(
    'password',
    '=',
    ':',
    ' ',
    '"',
    "'",
    '\\',
    '://',
    '@',
    '?',
    '--',
    'x1',
    '{',
    '[',
    ']',
    '-----BEGIN ',
    '\n',
    'Bearer ',
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (value) => {
      const once = redactText(value);
      expect(redactText(once)).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  '=',
  'a',
  '"',
  ':',
  ' ',
  '-',
  '://',
  'password=',
  '-----BEGIN ',
  'eyJ',
  '\\"',
  '@',
  'login a ',
  '--a ',
  'a:b@',
  '$1$',
  'mysql -p ',
  'sk-',
  'token: [',
  'password ="',
  'Basic ',
])('time grows with the length of the text only: %j', (piece) => {
  const timeOf = (length: number) => {
    const text = piece.repeat(Math.ceil(length / piece.length));
    const start = performance.now();
    redactText(text);
    return performance.now() - start;
  };
  timeOf(20_000);
  // The best of three: other work of the machine only ever adds.
  const best = (length: number) => Math.min(timeOf(length), timeOf(length), timeOf(length));
  const [small, large] = [best(50_000), best(800_000)];
  // Sixteen times the text; quadratic time would be 256 times as long.
  expect(large).toBeLessThan(Math.max(small, 5) * 100);
});
