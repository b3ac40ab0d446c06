import { type FactReader, plannedFiles } from '../fact-reader.ts';
import { packageDatabases } from '../packages.ts';

export const packageReaders: readonly FactReader[] = [
  {
    facts: ['packageManager', 'packages'],
    plan: plannedFiles('installed packages', ...packageDatabases),
    liveOnly: false,
    async read(context) {
      const { manager, packages } = await context.packages();
      return { facts: { packageManager: manager, packages } };
    },
  },
];
