import type { HostRoot } from './host-root.ts';
import { type Group, parseGroup } from './parse/group.ts';
import { type Account, parsePasswd } from './parse/passwd.ts';
import { valueOr } from './read.ts';

/** Names of users and groups of the inspected host; numbers that it does not name stay numbers. */
export interface Accounts {
  users: readonly Account[];
  groups: readonly Group[];
  userName(uid: number): string;
  groupName(gid: number): string;
}

/** Reads /etc/passwd and /etc/group once; unreadable ones leave all numbers as they are. */
export async function readAccounts(root: HostRoot): Promise<Accounts> {
  const users = parsePasswd(valueOr(await root.readText('/etc/passwd'), ''));
  const groups = parseGroup(valueOr(await root.readText('/etc/group'), ''));
  const userNames = firstNames(users.map((user) => [user.uid, user.name]));
  const groupNames = firstNames(groups.map((group) => [group.gid, group.name]));
  return {
    users,
    groups,
    userName: (uid) => userNames.get(uid) ?? String(uid),
    groupName: (gid) => groupNames.get(gid) ?? String(gid),
  };
}

/** As getpwuid does: of several names for one number the first counts. */
function firstNames(pairs: readonly (readonly [number, string])[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const [number, name] of pairs) if (!names.has(number)) names.set(number, name);
  return names;
}
