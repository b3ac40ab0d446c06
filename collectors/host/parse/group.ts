import { accountNumber } from './passwd.ts';

/** One line of /etc/group. */
export interface Group {
  name: string;
  gid: number;
  members: string[];
}

/** Parses group(5). Lines that are no group are left out. */
export function parseGroup(text: string): Group[] {
  const groups: Group[] = [];
  for (const line of text.split('\n')) {
    const [name, , gid, members] = line.replace(/\r$/, '').split(':');
    const groupId = accountNumber(gid);
    if (name === undefined || name === '' || /^[#+-]/.test(name) || groupId === null) continue;
    groups.push({ name, gid: groupId, members: (members ?? '').split(',').filter((member) => member !== '') });
  }
  return groups;
}
