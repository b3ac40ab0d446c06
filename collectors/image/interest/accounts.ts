import type { MissingCode } from '../../../engine/index.ts';
import { describeUsers } from '../../host/facts/accounts.ts';
import { decodeText } from '../../host/file-names.ts';
import { parseGroup } from '../../host/parse/group.ts';
import { parsePasswd } from '../../host/parse/passwd.ts';
import { failed, got, type Read } from '../../host/read.ts';
import type { ImageFact, ImageTree } from '../contract.ts';
import type { KnownNumbers } from './special-files.ts';

/** Files of accounts: a keeper must keep them. */
export const accountFiles = ['etc/passwd', 'etc/group', 'etc/shadow'] as const;

/** Accounts of an image; an image without the file has none. */
export interface ImageAccounts {
  users: Read<ImageFact<'users'>>;
  known: Read<KnownNumbers>;
}

/** Reads the accounts; states of passwords only, never hashes. */
export function readAccounts(tree: Pick<ImageTree, 'resolve' | 'read'>): ImageAccounts {
  const [passwd, group, shadow] = accountFiles.map((path) => textOf(tree, path)) as [
    Read<string>,
    Read<string>,
    Read<string>,
  ];
  const accounts = passwd.ok ? parsePasswd(passwd.value) : [];
  const unread = unreadCode(passwd) ?? unreadCode(group);
  return {
    users: unreadCode(passwd) === null ? got(describeUsers(accounts, shadow)) : (passwd as Read<never>),
    known:
      unread === null
        ? got({
            users: new Set(accounts.map((account) => account.uid)),
            groups: new Set(group.ok ? parseGroup(group.value).map(({ gid }) => gid) : []),
          })
        : failed(unread),
  };
}

function unreadCode(read: Read<string>): MissingCode | null {
  return read.ok || read.code === 'absent' ? null : read.code;
}

function textOf(tree: Pick<ImageTree, 'resolve' | 'read'>, path: string): Read<string> {
  const entry = tree.resolve(path);
  if (entry === null || entry.type !== 'file') return failed('absent');
  const bytes = tree.read(path);
  return bytes === null ? failed('limit') : got(decodeText(bytes));
}
