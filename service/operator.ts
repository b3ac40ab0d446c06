import os from 'node:os';

/**
 * Who runs this: the person behind sudo where there is one, else the account. One answer for the snapshot and the
 * record of the run.
 * @returns null where the uid has no entry in passwd
 */
export function operatorName(environment: NodeJS.ProcessEnv): string | null {
  const behind = environment['SUDO_USER'];
  if (behind) return behind;
  try {
    return os.userInfo().username;
  } catch {
    return null;
  }
}
