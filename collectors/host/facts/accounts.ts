import {
  type FactAnswers,
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  unsupportedWhenAbsent,
} from '../fact-reader.ts';
import { parseGroup } from '../parse/group.ts';
import { type Account, parsePasswd } from '../parse/passwd.ts';
import { type PasswordState, parseShadow, passwordState } from '../parse/shadow.ts';
import { got, type Read } from '../read.ts';

type User = HostFacts['users'][number];

/** Users with the state of their passwords, and groups with all their members. */
export const accountReaders: readonly FactReader[] = [
  {
    facts: ['users', 'groups'],
    plan: plannedFiles('users, groups, state of passwords (never hashes)', '/etc/passwd', '/etc/shadow', '/etc/group'),
    liveOnly: false,
    read: readUsersAndGroups,
  },
];

async function readUsersAndGroups(context: HostContext): Promise<FactAnswers> {
  const passwd = unsupportedWhenAbsent(await context.root.readText('/etc/passwd'));
  const group = unsupportedWhenAbsent(await context.root.readText('/etc/group'));
  const shadow = await context.root.readText('/etc/shadow');
  const accounts = passwd.ok ? parsePasswd(passwd.value) : [];
  return {
    facts: {
      users: passwd.ok ? got(describeUsers(accounts, shadow)) : passwd,
      // Primary members come from passwd: without it the members are not known.
      groups: !group.ok ? group : !passwd.ok ? passwd : got(describeGroups(group.value, accounts)),
    },
  };
}

/** Accounts with the state of their passwords, sorted by number. */
export function describeUsers(accounts: readonly Account[], shadow: Read<string>): User[] {
  const states = shadow.ok ? parseShadow(shadow.value) : new Map<string, PasswordState>();
  const error = shadow.ok || shadow.code === 'absent' ? null : shadow.code;
  const users = accounts.map(
    (account): User => ({
      name: account.name,
      uid: account.uid,
      gid: account.gid,
      home: account.home,
      shell: account.shell,
      password: describePassword(account, states, error),
    }),
  );
  return users.sort((left, right) => left.uid - right.uid || compareText(left.name, right.name));
}

function describePassword(
  account: Account,
  states: ReadonlyMap<string, PasswordState>,
  error: string | null,
): User['password'] {
  if (account.password !== 'x') return { ...passwordState(account.password), error: null };
  if (error !== null) return { locked: false, empty: false, algorithm: null, error };
  // `x` without a line in shadow: nobody can log in by password.
  return { ...(states.get(account.name) ?? { locked: true, empty: false, algorithm: null }), error: null };
}

function describeGroups(text: string, accounts: readonly Account[]): HostFacts['groups'] {
  const groups = parseGroup(text).map((group) => {
    const primary = accounts.filter((account) => account.gid === group.gid).map((account) => account.name);
    return { name: group.name, gid: group.gid, members: [...new Set([...group.members, ...primary])].sort() };
  });
  return groups.sort((left, right) => left.gid - right.gid || compareText(left.name, right.name));
}

/** Order of code units, the same on every machine. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
