import type { FactReader } from './fact-reader.ts';
import { accountReaders } from './facts/accounts.ts';
import { auditReaders } from './facts/audit.ts';
import { cronReaders } from './facts/cron.ts';
import { engineReaders } from './facts/engines.ts';
import { requestedFileReaders } from './facts/files.ts';
import { kernelSecurityReaders } from './facts/kernel-security.ts';
import { mountReaders } from './facts/mounts.ts';
import { networkReaders } from './facts/network.ts';
import { packageReaders } from './facts/packages.ts';
import { sshdReaders } from './facts/sshd.ts';
import { sysctlReaders } from './facts/sysctls.ts';
import { systemReaders } from './facts/system.ts';
import { unitReaders } from './facts/units.ts';
import { updateReaders } from './facts/updates.ts';

/** Every reader, in the order they run. Each fact of the kind `host` has exactly one. */
export const readers: readonly FactReader[] = [
  ...systemReaders,
  ...packageReaders,
  ...updateReaders,
  ...accountReaders,
  ...mountReaders,
  ...sysctlReaders,
  ...kernelSecurityReaders,
  ...sshdReaders,
  ...unitReaders,
  ...networkReaders,
  ...auditReaders,
  ...cronReaders,
  ...engineReaders,
  ...requestedFileReaders,
];
