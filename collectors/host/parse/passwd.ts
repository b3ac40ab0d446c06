/** One line of /etc/passwd. */
export interface Account {
  name: string;
  /** Second field: `x` where the hash is in /etc/shadow. Never leaves the collector. */
  password: string;
  uid: number;
  gid: number;
  home: string;
  shell: string;
}

/** Parses passwd(5). Lines that are no account (comments, NIS, too few fields, numbers out of range) are left out. */
export function parsePasswd(text: string): Account[] {
  const accounts: Account[] = [];
  for (const line of text.split('\n')) {
    const [name, password, uid, gid, , home, shell] = line.replace(/\r$/, '').split(':');
    if (name === undefined || name === '' || /^[#+-]/.test(name) || home === undefined) continue;
    const [userId, groupId] = [accountNumber(uid), accountNumber(gid)];
    if (userId === null || groupId === null) continue;
    accounts.push({ name, password: password ?? '', uid: userId, gid: groupId, home, shell: shell ?? '' });
  }
  return accounts;
}

/** A user or group number (32 bits); null: not one. */
export function accountNumber(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null;
  const number = Number(text);
  return number <= 0xffffffff ? number : null;
}
