import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { PlimsollError } from '../../engine/index.ts';

/** A browser to print with. */
export interface FoundBrowser {
  name: string;
  executable: string;
  /** Variables it needs to start. */
  environment: Readonly<Record<string, string>>;
}

/** Where a browser may be, in order: configuration, environment, PATH. The embedded one comes after these. */
export interface BrowserSearch {
  executable?: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}

const names = ['chromium-headless-shell', 'chrome-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/**
 * The browser of this machine; null where there is none.
 * @throws PlimsollError `browser-missing` where one was named and cannot be run: another in its place would surprise.
 */
export async function findInstalledBrowser(search: BrowserSearch): Promise<FoundBrowser | null> {
  const named = [
    ['the configuration', search.executable],
    ['PUPPETEER_EXECUTABLE_PATH', search.environment['PUPPETEER_EXECUTABLE_PATH']],
  ] as const;
  for (const [where, executable] of named) {
    if (executable === undefined || executable === '') continue;
    if (!(await isExecutable(executable))) {
      throw new PlimsollError('browser-missing', `the browser that ${where} names cannot be run: ${executable}`);
    }
    return { name: path.basename(executable), executable: path.resolve(executable), environment: {} };
  }
  const folders = (search.environment['PATH'] ?? '').split(':').filter((folder) => path.isAbsolute(folder));
  for (const name of names) {
    for (const folder of folders) {
      const executable = path.join(folder, name);
      if (await isExecutable(executable)) return { name, executable, environment: {} };
    }
  }
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
