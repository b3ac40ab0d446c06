/** Copies of the fixture bundles in private folders, with a change planted in them. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { PlimsollError } from '../../engine/index.ts';
import { type Compiler, openCompiler } from '../../rego/index.ts';
import { rootFolder } from '../../root.ts';
import { cacheFolder, findOnPath, skipUnless } from '../support/real-parts.ts';

export const bundlesFolder = path.join(rootFolder, 'test', 'fixtures', 'bundles');
export const houseFolder = path.join(bundlesFolder, 'house');

/** The compiler is built with Go unless an earlier run left it in the cache. */
export const needsGo = skipUnless(findOnPath('go'), 'Go builds the Rego compiler');

const made: string[] = [];
const opened: Compiler[] = [];

/** A private folder that goes away after the file's tests. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-rego-'));
  made.push(folder);
  return folder;
}

/** One compiler for a file of tests, started by the first who asks. */
export function sharedCompiler(): Promise<Compiler> {
  shared ??= openCompiler({ cacheFolder: cacheFolder() }).then((compiler) => {
    opened.push(compiler);
    return compiler;
  });
  return shared;
}
let shared: Promise<Compiler> | undefined;

afterAll(async () => {
  for (const compiler of opened) await compiler.close();
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
});

/**
 * A copy of the bundle `house` (and of `extra` beside it) with some files replaced: a string is the new text, a
 * function changes the old one, null removes the file.
 */
export function plantedHouse(changes: Record<string, string | null | ((text: string) => string)> = {}): string {
  const folder = temporaryFolder();
  fs.cpSync(bundlesFolder, folder, { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const file = path.join(folder, 'house', name);
    if (change === null) {
      fs.rmSync(file, { recursive: true });
      continue;
    }
    const text = typeof change === 'string' ? change : change(fs.readFileSync(file, 'utf8'));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return path.join(folder, 'house');
}

/** Replaces a part of a text, which must be there. */
export function replaced(from: string, to: string): (text: string) => string {
  return (text) => {
    if (!text.includes(from)) throw new Error(`there is no ${from} to replace`);
    return text.replace(from, to);
  };
}

/** An error as a line: place relative to the bundle, code and message. */
export function shown(folder: string, error: PlimsollError): string {
  const { file = '', line, column } = error.place ?? {};
  const at = [path.relative(folder, file), line, column].filter((part) => part !== undefined).join(':');
  return `${at} ${error.code} ${error.message.split('\n')[0]}`;
}
