/** One job of a crontab. */
export interface CronLine {
  /** null: the table belongs to one user. */
  user: string | null;
  schedule: string;
  /** As written: may hold secrets. */
  command: string;
}

/** Parses crontab(5). Settings of variables and comments are left out. @param hasUser whether lines name a user */
export function parseCrontab(text: string, hasUser: boolean): CronLine[] {
  const jobs: CronLine[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || /^[A-Za-z_]\w*\s*=/.test(trimmed)) continue;
    const words = trimmed.split(/\s+/);
    const length = trimmed.startsWith('@') ? 1 : 5;
    const user = hasUser ? words[length] : null;
    const command = words.slice(length + (hasUser ? 1 : 0)).join(' ');
    if (user === undefined || command === '') continue;
    jobs.push({ user, schedule: words.slice(0, length).join(' '), command });
  }
  return jobs;
}
