import { execFile } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { familiarName, parseReference } from '../../../../collectors/image/registry/index.ts';
import { defaultRegistry, showReference } from '../../../../collectors/image/registry/reference.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';

const hub = defaultRegistry.domain;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  ['alpine', hub, 'library/alpine', 'latest', null],
  ['alpine:3.20', hub, 'library/alpine', '3.20', null],
  ['team/app', hub, 'team/app', 'latest', null],
  [`${hub}/alpine`, hub, 'library/alpine', 'latest', null],
  [`${defaultRegistry.aliases[0]}/team/app:1`, hub, 'team/app', '1', null],
  ['localhost/app', 'localhost', 'app', 'latest', null],
  ['localhost:5000/app:t', 'localhost:5000', 'app', 't', null],
  ['registry.test/a/b/c', 'registry.test', 'a/b/c', 'latest', null],
  ['[::1]:5000/app', '[::1]:5000', 'app', 'latest', null],
  ['HOST/app', 'HOST', 'app', 'latest', null],
  ['127.0.0.1/app', '127.0.0.1', 'app', 'latest', null],
  [`alpine@${digest}`, hub, 'library/alpine', null, digest],
  [`registry.test:5000/app:1@${digest}`, 'registry.test:5000', 'app', '1', digest],
  ['a.b/x__y-z.w_v', 'a.b', 'x__y-z.w_v', 'latest', null],
  ['app:_T-1.x', hub, 'library/app', '_T-1.x', null],
])('%s is read', (text, domain, path, tag, found) => {
  expect(parseReference(text)).toEqual({ domain, path, tag, digest: found });
});

test.each([
  ['', 'it names no repository'],
  ['App', 'a repository has no capital letters'],
  ['app:', 'its tag has a character or a length that no tag has'],
  [`app:${'t'.repeat(129)}`, 'its tag has a character or a length that no tag has'],
  ['app@sha256:abc', 'what follows @ is not sha256: and 64 digits from 0 to f'],
  [`app@md5:${'0'.repeat(32)}`, 'what follows @ is not sha256: and 64 digits from 0 to f'],
  ['a//b', 'its repository has a character that no repository has'],
  ['a/b/', 'its repository has a character that no repository has'],
  ['registry.test/', 'it names no repository'],
  ['-x.test/a', 'its host is not a host name'],
  ['registry.test:99999/a', 'its port is too large'],
  ['a___b', 'its repository has a character that no repository has'],
  ['user:pass@host/app', 'what follows @ is not sha256: and 64 digits from 0 to f'],
  ['https://registry.test/app', 'its host is not a host name'],
  ['0'.repeat(64), 'it is an id, which no registry knows'],
  [`registry.test/${'a'.repeat(250)}`, 'its name is longer than 255'],
  ['../../etc/passwd', 'its host is not a host name'],
])('%s is refused, saying why', (text, why) => {
  expect(() => parseReference(text)).toThrow(
    expect.objectContaining({
      code: 'target-unknown',
      message: expect.stringContaining(`is not an image reference: ${why}`),
    }),
  );
});

const part = fc.stringMatching(/^[a-z0-9]{1,6}([._-][a-z0-9]{1,6}){0,2}$/);
const reference = fc.record({
  domain: fc.option(fc.stringMatching(/^[a-z][a-z0-9]{0,5}(\.[a-z]{1,5})(:[1-9][0-9]{1,3})?$/), { nil: null }),
  path: fc.array(part, { minLength: 1, maxLength: 4 }),
  tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: null }),
  digest: fc.option(fc.constant(digest), { nil: null }),
});

test('what is shown is read again as the same', () => {
  fc.assert(
    fc.property(reference, (made) => {
      // A first part with a dot is a host.
      const domain = made.domain ?? (made.path[0]?.includes('.') && made.path.length > 1 ? 'registry.test' : null);
      const text = `${domain === null ? '' : `${domain}/`}${made.path.join('/')}${made.tag === null ? '' : `:${made.tag}`}`;
      const parsed = parseReference(made.digest === null ? text : `${text}@${made.digest}`);
      expect(parseReference(showReference(parsed))).toEqual(parsed);
      expect(familiarName(parsed)).toBe(`${domain === null ? '' : `${domain}/`}${made.path.join('/')}`);
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('no text makes it fail otherwise than by refusing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60, unit: fc.constantFrom(...'aZ09:/@._-[]%é \0') }), (text) => {
      try {
        const parsed = parseReference(text);
        expect(parseReference(showReference(parsed))).toEqual(parsed);
      } catch (error) {
        expect(error).toMatchObject({ code: 'target-unknown' });
      }
    }),
    { seed: 12, numRuns: 2_000 },
  );
});

const docker = findOnPath('docker');
test(
  "Docker's own client takes and refuses the same references",
  skipUnless(docker, 'no docker command line here'),
  async () => {
    const alphabet = fc.constantFrom(
      'a',
      'B',
      '0',
      ':',
      '/',
      '@',
      '.',
      '_',
      '__',
      '-',
      'x/y',
      'a.b/',
      'localhost/',
      ':1',
      `@${digest}`,
    );
    const texts = [
      ...[
        'a',
        'A',
        'a:',
        'a:t',
        'A/b',
        'a/B',
        'a.b/c',
        'a..b',
        'a--b',
        'a___b',
        'a/-b',
        'x.y:z/a',
        '[::1]/a',
        '[::1]:1/a',
      ],
      ...[
        '0'.repeat(64),
        'a:.t',
        'a/b:c/d',
        'localhost',
        'localhost/',
        'é',
        'a@b',
        `a:t@${digest}`,
        'a.b:/c',
        '_a',
        'a_',
        'a:t:u',
      ],
      ...fc
        .sample(fc.array(alphabet, { minLength: 1, maxLength: 5 }), { seed: 13, numRuns: 100 })
        .map((each) => each.join('')),
    ].filter((text) => !text.startsWith('-'));
    const differing: string[] = [];
    for (const text of new Set(texts)) {
      if ((await dockerTakes(text)) !== ours(text)) differing.push(text);
    }
    expect(differing).toEqual([]);
  },
);

function ours(text: string): boolean {
  try {
    parseReference(text);
    return true;
  } catch {
    return false;
  }
}

/** It reads the reference before it looks for the engine, which is not there. */
function dockerTakes(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(docker!, ['-H', 'unix:///nonexistent/docker.sock', 'pull', text], (_error, _stdout, stderr) => {
      resolve(/connect to the docker daemon/i.test(stderr));
    });
  });
}
