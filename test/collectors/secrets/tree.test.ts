import { expect, test } from 'vitest';
import type { HiddenEntry, TreeEntry } from '../../../collectors/image/contract.ts';
import { type SecretNote, secretsFact, secretsOf } from '../../../collectors/secrets/index.ts';
import { limitsWith } from '../../../engine/index.ts';

const limits = limitsWith();

function entry(path: string, layer: number, note?: SecretNote): TreeEntry {
  return {
    path,
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: 10,
    link: null,
    capability: null,
    hardlink: false,
    digest: `sha256:${layer}`,
    layer,
    ...(note === undefined ? {} : { notes: { secrets: note } }),
  };
}

function tree(entries: TreeEntry[], hidden: HiddenEntry[] = []) {
  return { entries: () => entries, hidden: () => hidden };
}

test('secrets of visible and of removed files, sorted by place', () => {
  const result = secretsOf(
    tree(
      [entry('srv/b', 1, [{ pattern: 'jwt', line: 2 }]), entry('etc/a', 0)],
      [{ ...entry('srv/a', 0, [{ pattern: 'private-key', line: 1 }]), removedIn: 2 }],
    ),
    { limits },
  );
  const shared = { source: 'file', name: null } as const;
  expect(result).toEqual({
    secrets: [
      { ...shared, pattern: 'private-key', path: 'srv/a', line: 1, digest: 'sha256:0', layer: 0, removedIn: 2 },
      { ...shared, pattern: 'jwt', path: 'srv/b', line: 2, digest: 'sha256:1', layer: 1, removedIn: null },
    ],
    problems: [],
  });
});

test('what a package brought as program, document or test is left out; its settings are not', () => {
  const note: SecretNote = [{ pattern: 'private-key', line: 4 }];
  const paths = ['etc/app/key.pem', 'usr/lib/python3/test/key.pem', 'usr/share/doc/x/README', 'opt/app/test/key.pem'];
  const program = entry('usr/lib/libx.so', 0, [{ pattern: 'private-key', line: null }]);
  const ownerOf = (path: string) => (path.startsWith('opt/') ? null : 'deb/x');
  const { secrets } = secretsOf(tree([...paths.map((path) => entry(path, 0, note)), program]), { limits, ownerOf });
  expect(secrets.map(({ path }) => path)).toEqual(['etc/app/key.pem', 'opt/app/test/key.pem']);
});

test('texts that were too large are one problem that counts them', () => {
  const { problems } = secretsOf(tree([entry('var/b.log', 0, 'too-large'), entry('var/a.log', 0, 'too-large')]), {
    limits,
  });
  expect(problems).toEqual([
    {
      code: 'limit-reached',
      message:
        '2 text files are larger than the limit secretFileBytes (4194304 bytes) and not looked through for secrets: var/a.log and others.',
      limit: 'secretFileBytes',
      kind: 'image',
      subject: 'var/a.log',
    },
  ]);
});

test('the fact joins files and configuration; too many are missing, never cut', () => {
  const files = tree([entry('srv/b', 1, [{ pattern: 'jwt', line: 2 }])]);
  const configuration = { config: { Env: ['DB_PASSWORD=hunter2'] } };
  const whole = secretsFact(files, configuration, { limits });
  expect(whole.secrets.ok && whole.secrets.value.map(({ source, pattern }) => [source, pattern])).toEqual([
    ['environment', 'assigned-secret'],
    ['file', 'jwt'],
  ]);
  const bounded = secretsFact(files, configuration, { limits: limitsWith({ imageListedFiles: 1 }) });
  expect(bounded).toEqual({
    secrets: { ok: false, code: 'limit' },
    problems: [
      {
        code: 'limit-reached',
        message: 'The image has 2 places that look like secrets, more than the limit imageListedFiles (1).',
        limit: 'imageListedFiles',
        kind: 'image',
      },
    ],
  });
});
