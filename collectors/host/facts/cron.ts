import { redactText } from '../../redact.ts';
import { type FactReader, type HostContext, type HostFacts, plannedFiles, singleFact } from '../fact-reader.ts';
import type { HostRoot } from '../host-root.ts';
import { parseCrontab } from '../parse/crontab.ts';
import { failed, got, missingCode, type Read, valueOr } from '../read.ts';

const periods = ['hourly', 'daily', 'weekly', 'monthly'];

/** System jobs: the tables, and the scripts that run by period. */
export const cronReaders: readonly FactReader[] = [
  singleFact(
    'cron',
    plannedFiles('system jobs', '/etc/crontab', '/etc/cron.d/*', ...periods.map((period) => `/etc/cron.${period}/*`)),
    false,
    readCron,
  ),
];

async function readCron({ root }: HostContext): Promise<Read<HostFacts['cron']>> {
  const tables: string[] = ['/etc/crontab'];
  const folder = await root.list('/etc/cron.d');
  const code = missingCode(folder);
  if (code !== null) return failed(code);
  for (const entry of valueOr(folder, [])) {
    // cron itself skips names with other characters.
    if (/^[A-Za-z0-9_-]+$/.test(entry.name)) tables.push(`/etc/cron.d/${entry.name}`);
  }
  const jobs: HostFacts['cron'] = [];
  for (const path of tables) {
    const text = await root.readText(path);
    const failure = missingCode(text);
    if (failure !== null) return failed(failure);
    for (const job of parseCrontab(valueOr(text, ''), true)) {
      jobs.push({ path, user: job.user, schedule: job.schedule, command: redactText(job.command) });
    }
  }
  for (const period of periods) jobs.push(...(await scriptsOf(root, period)));
  return got(jobs.sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0)));
}

async function scriptsOf(root: HostRoot, period: string): Promise<HostFacts['cron']> {
  const entries = valueOr(await root.list(`/etc/cron.${period}`), []);
  return entries
    .filter((entry) => /^[A-Za-z0-9_-]+$/.test(entry.name))
    .map(({ name }) => {
      const path = `/etc/cron.${period}/${name}`;
      return { path, user: 'root', schedule: `@${period}`, command: path };
    });
}
