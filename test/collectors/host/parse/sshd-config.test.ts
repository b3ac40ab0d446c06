import { describe, expect, test } from 'vitest';
import { readAll } from '../support.ts';
import { makeTree, openTree, type TreeEntry, treeRoot } from '../tree.ts';

const defaults = {
  permitRootLogin: 'prohibit-password',
  passwordAuthentication: true,
  permitEmptyPasswords: false,
  x11Forwarding: false,
  maxAuthTries: 6,
  port: [22],
  protocol1: false,
  hasMatchBlocks: false,
};

async function sshdOf(entries: Record<string, TreeEntry>) {
  const { facts, missing } = await readAll(treeRoot(entries));
  return 'sshd' in facts ? facts['sshd'] : missing['sshd'];
}

describe('effective settings of sshd', () => {
  test.each<[string, string, Partial<typeof defaults>]>([
    ['nothing set', '', {}],
    ['the first of two counts', 'PermitRootLogin no\nPermitRootLogin yes\n', { permitRootLogin: 'no' }],
    [
      'keywords in any case, with equals, quotes and comments',
      'permitrootlogin="forced-commands-only" # x\r\nMAXAUTHTRIES = 3\n',
      { permitRootLogin: 'forced-commands-only', maxAuthTries: 3 },
    ],
    ['the old word for keys only', 'PermitRootLogin without-password\n', { permitRootLogin: 'prohibit-password' }],
    ['ports add up', 'Port 22\nPort 2222\nPort x\n', { port: [22, 2222] }],
    ['a Match block does not count', 'Match User a\nPermitRootLogin yes\nPort 99\n', { hasMatchBlocks: true }],
    [
      'Match all closes a block',
      'Match User a\nX11Forwarding no\nMatch all\nX11Forwarding yes\n',
      { x11Forwarding: true, hasMatchBlocks: true },
    ],
    [
      'the broken protocol',
      'Protocol 2,1\nPermitEmptyPasswords yes\nPasswordAuthentication no\n',
      { protocol1: true, permitEmptyPasswords: true, passwordAuthentication: false },
    ],
    ['a commented line', '#PermitRootLogin yes\n', {}],
  ])('%s', async (_, text, changes) => {
    expect(await sshdOf({ '/etc/ssh/sshd_config': text })).toEqual({ ...defaults, ...changes });
  });

  test('includes stand where they are written, in order of names, and end their own Match blocks', async () => {
    const settings = await sshdOf({
      '/etc/ssh/sshd_config':
        'X11Forwarding no\nInclude sshd_config.d/*.conf /etc/ssh/none\nMaxAuthTries 5\nPermitRootLogin yes\n',
      '/etc/ssh/sshd_config.d/20.conf': 'PermitRootLogin prohibit-password\nMaxAuthTries 2\n',
      '/etc/ssh/sshd_config.d/10.conf': 'PermitRootLogin no\nX11Forwarding yes\nMatch User a\nMaxAuthTries 9\n',
    });
    expect(settings).toEqual({ ...defaults, permitRootLogin: 'no', maxAuthTries: 2, hasMatchBlocks: true });
  });

  test('no configuration and no server: null; a server without configuration: its defaults', async () => {
    expect(await sshdOf({ '/etc/x': '' })).toBeNull();
    expect(await sshdOf({ '/usr/sbin/sshd': '' })).toEqual(defaults);
  });

  test('an include that includes itself is a limit, one that is no file a code: never defaults', async () => {
    expect(await sshdOf({ '/etc/ssh/sshd_config': 'Include /etc/ssh/sshd_config\n' })).toBe('limit');
    expect(await sshdOf({ '/etc/ssh/sshd_config': 'Include /etc/ssh/fifo\n', '/etc/ssh/fifo': { fifo: true } })).toBe(
      'not-supported',
    );
    const folder = makeTree({ '/etc/ssh/sshd_config': `#${'x'.repeat(200)}` });
    expect((await readAll(openTree(folder, true, { hostFileBytes: 100 }))).missing['sshd']).toBe('limit');
  });
});
