import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { moduleUrl } from '../../root.ts';
import type { FoundBrowser } from './find.ts';

const run = promisify(execFile);

/** A browser out of the package, and the same with libraries of its own for machines that lack some. */
export interface EmbeddedBrowser {
  plain: FoundBrowser;
  withLibraries: FoundBrowser;
}

/** Unpacks the embedded browser into a folder that only this process writes; null where the package is not installed. */
export async function unpackEmbeddedBrowser(folder: string, milliseconds: number): Promise<EmbeddedBrowser | null> {
  if (!isInstalled()) return null;
  const script = fileURLToPath(moduleUrl('service/browser/extract'));
  const { stdout } = await run(process.execPath, [script], {
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder },
    timeout: milliseconds,
  });
  const { executable, fonts, libraries } = JSON.parse(stdout) as Record<'executable' | 'fonts' | 'libraries', string>;
  await chmod(executable, 0o755);
  // Machines with fonts of their own print with these; a bare one has the few of the package.
  const environment: Record<string, string> = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: fonts };
  const name = 'embedded chromium';
  return {
    plain: { name, executable, environment },
    withLibraries: { name, executable, environment: { ...environment, LD_LIBRARY_PATH: libraries } },
  };
}

function isInstalled(): boolean {
  try {
    return existsSync(fileURLToPath(import.meta.resolve('@sparticuz/chromium')));
  } catch {
    return false;
  }
}
