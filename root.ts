import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** True when the TypeScript sources run directly (a checkout), false in the built package. */
export const inCheckout = import.meta.url.endsWith('.ts');

/**
 * The folder that holds `templates/`, `schema/`, `bundles/` and `package.json`: the checkout itself,
 * or the installed package (its code is one level down, in `dist/`).
 */
export const rootFolder = inCheckout ? here : path.dirname(here);

/** Absolute path of a file shipped with the program, given relative to {@link rootFolder}. */
export function assetPath(...segments: string[]): string {
  return path.join(rootFolder, ...segments);
}

/**
 * URL of a module to start as a worker or child, named without extension relative to the root.
 * `tsc` rewrites the extension of imports but not of URLs, so the extension is taken from this file's own.
 */
export function moduleUrl(withoutExtension: string): URL {
  return new URL(`./${withoutExtension}${inCheckout ? '.ts' : '.js'}`, import.meta.url);
}

/** Version of the program, from package.json. */
export function programVersion(): string {
  return (JSON.parse(readFileSync(assetPath('package.json'), 'utf8')) as { version: string }).version;
}
