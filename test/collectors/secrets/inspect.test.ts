// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles and shells
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactText } from '../../../collectors/redact.ts';
import { secretInspector, secretPatterns } from '../../../collectors/secrets/index.ts';
import { limitsWith } from '../../../engine/index.ts';
import { pathFor, samplesOf } from './samples.ts';

const limits = limitsWith();
const githubToken = `ghp_${'q8Zt4nWm2Xc7Vb1Lk9Pj5Hg3Fd6Sa0Qw2Er4'.slice(0, 36)}`;

function inspect(text: string | Uint8Array, path = 'srv/app.conf'): unknown {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return secretInspector.inspect({ path, mode: 0o644, size: bytes.length }, bytes, limits);
}

describe('the answer', () => {
  test('is the pattern and the line, once for each line', () => {
    expect(inspect(`a\n${githubToken} ${githubToken}\n\n${githubToken}`)).toEqual([
      { pattern: 'github-token', line: 2 },
      { pattern: 'github-token', line: 4 },
    ]);
  });

  test('is nothing for a file without secrets', () => {
    expect(inspect('just text\n'.repeat(1000))).toBeNull();
  });

  test('names no line where the file is no text', () => {
    expect(
      inspect(Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), Buffer.from(`\0${githubToken}\0`)])),
    ).toEqual([{ pattern: 'github-token', line: null }]);
  });

  test('is found in UTF-16, as some editors save', () => {
    expect(inspect(Buffer.from(`\ufeffone\n${githubToken}\n`, 'utf16le'))).toEqual([
      { pattern: 'github-token', line: 2 },
    ]);
  });

  test('names the more telling of two patterns at one place', () => {
    expect(inspect(`api_token=${githubToken}\n`)).toEqual([{ pattern: 'github-token', line: 1 }]);
  });

  test('never holds a part of the secret', () => {
    const leaks: string[] = [];
    for (const pattern of secretPatterns) {
      for (const sample of samplesOf(pattern, 5)) {
        const shown = JSON.stringify(inspect(sample, pathFor(pattern)));
        for (let at = 0; at + 12 <= sample.length; at += 4) {
          const part = sample.slice(at, at + 12);
          if (shown.includes(part) && !pattern.id.includes(part)) leaks.push(pattern.id);
        }
      }
    }
    expect(leaks).toEqual([]);
  });
});

describe('a large file', () => {
  const large = { path: 'var/log/app.log', mode: 0o644, size: 5 * 1024 * 1024 };

  test('is only asked for its beginning, and told where it is a text', () => {
    expect(secretInspector.wants(large)).toBe('head');
    expect(secretInspector.inspect(large, Buffer.from('text'.repeat(1024)), limits)).toBe('too-large');
  });

  test('is not told where it is no text', () => {
    expect(secretInspector.inspect(large, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]), limits)).toBeNull();
  });

  test('is what a lower limit says', () => {
    const lower = limitsWith({ secretFileBytes: 10 });
    const bytes = Buffer.from(`token ${githubToken}`);
    expect(secretInspector.inspect({ path: 'a', mode: 0o644, size: bytes.length }, bytes, lower)).toBe('too-large');
  });
});

test('pictures, fonts, archives and package indexes are not read', () => {
  const names = ['a.png', 'usr/share/fonts/a.woff2', 'a.tar.gz', 'lib.jar', 'var/lib/apt/lists/main_Packages', 'empty'];
  expect(names.map((path) => secretInspector.wants({ path, mode: 0o644, size: path === 'empty' ? 0 : 100 }))).toEqual(
    names.map(() => 'no'),
  );
});

describe('what only looks like a secret is none', () => {
  const aws = 'AKIA';
  test.for([
    `aws_access_key_id = ${aws}IOSFODNN7EXAMPLE`,
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    `GITHUB_TOKEN=ghp_${'x'.repeat(36)}`,
    `GITHUB_TOKEN=ghp_${'1234567890qwRtZu8Kd2Lm5Nb7Vc9Xy3Hj6F'}`,
    `GITHUB_TOKEN=ghp_${'aaaaaaaaaaqwRtZu8Kd2Lm5Nb7Vc9Xy3Hj6F'}`,
    'password: changeme',
    'password = ${DB_PASSWORD}',
    'password: "{{ vault_password }}"',
    'token: <your-token-here>',
    'DB_PASSWORD=/run/secrets/db_password',
    'secret_key_base: example-1234567890',
    'api_key: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'token_id: 0b9c2f1e-6f0a-4c8e-9a51-5f8f8f4f2c10',
    'tokenizer_config: bert-base-uncased',
    '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYD\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5Zr1QmLw0Z0bqg8fQ2hT\n-----END PUBLIC KEY-----',
    'if (line === "-----BEGIN PRIVATE KEY-----") return',
    'https://user:password@host/',
    'https://host:8080/path@version',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJb7 someone@host',
    '"integrity": "sha512-9sKq3vP0mQ2dGq4bLz5xT8wYc1nR7uJ6hF0eVaZsXoKpBtMiLdCwEgHrUyQjNfSvTlPzOxIkWm3b4A=="',
    'md5(password) = 5f4dcc3b5aa765d61d8327deb882cf99',
  ])('%s', (text) => {
    expect(inspect(text, 'srv/settings.env')).toBeNull();
  });
});

test('the redactor takes out every token that the inspector knows', () => {
  const kept: string[] = [];
  for (const pattern of secretPatterns.filter(({ place }) => place === 'token')) {
    for (const sample of samplesOf(pattern, 5)) {
      const shown = redactText(`run ${sample} now`);
      if (shown.includes(sample.slice(-20))) kept.push(`${pattern.id}: ${shown}`);
    }
  }
  expect(kept).toEqual([]);
});

describe('time grows with the length only', () => {
  const pieces = secretPatterns
    .flatMap(({ keywords }) => keywords.slice(0, 1))
    .flatMap((keyword) => [keyword, `${keyword}-`, `${keyword} `, `${keyword}= `]);
  const extra = [
    'password="',
    'token:',
    'a://b:',
    'x'.repeat(40) + '://',
    'eyJhbGci.eyJ',
    '-----BEGIN PRIVATE KEY-----A',
  ];

  test('for repeated beginnings of secrets', () => {
    const slow: string[] = [];
    for (const piece of [...pieces, ...extra]) {
      const short = timeOf(piece.repeat(Math.ceil(20_000 / piece.length)));
      const long = timeOf(piece.repeat(Math.ceil(160_000 / piece.length)));
      // Eight times the text: quadratic time would be sixty-four times as long.
      if (long > 40 * short && long > 200) slow.push(`${piece}: ${short} ms, ${long} ms`);
    }
    expect(slow).toEqual([]);
  });

  function timeOf(text: string): number {
    const bytes = Buffer.from(text, 'latin1');
    // The best of three: other programs slow a run down, nothing makes it faster.
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      inspect(bytes, 'srv/settings.env');
      return performance.now() - start;
    });
    return Math.min(...times);
  }
});

test('never throws, whatever the bytes are, and the answer is the same each time', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(...secretPatterns.flatMap(({ keywords }) => keywords)),
    fc.constantFrom(...secretPatterns.flatMap((pattern) => samplesOf(pattern, 1))),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      expect(inspect(text)).toEqual(inspect(text));
    }),
    { seed: 20_250_101, numRuns: 300 },
  );
});
