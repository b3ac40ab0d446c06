import fs from 'node:fs/promises';
import path from 'node:path';
import { limitTable, PlimsollError } from '../../engine/index.ts';
import { reasonOf } from './reason.ts';
import { Configuration } from './schema.ts';

export { reasonOf } from './reason.ts';

export const configurationName = 'plimsoll.yaml';

export interface LoadedConfiguration {
  configuration: Configuration;
  /** Folder that paths in the file are relative to; the working folder where there is no file. */
  folder: string;
  /** The file read, or null. */
  file: string | null;
}

/**
 * Reads a text file of ours, at most `limits.configurationBytes` long.
 * @throws PlimsollError `file-unreadable`, `limit-reached`
 */
export async function readTextFile(file: string): Promise<string> {
  const limit = limitTable.configurationBytes.value;
  let bytes: Buffer;
  try {
    const { size } = await fs.stat(file);
    if (size > limit) {
      throw new PlimsollError('limit-reached', `${file} is longer than the limit configurationBytes (${limit})`);
    }
    bytes = await fs.readFile(file);
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw new PlimsollError('file-unreadable', `${file} cannot be read: ${reasonOf(error)}`, {
      place: { file },
      cause: error,
    });
  }
  return bytes.toString('utf8');
}

/**
 * Finds `plimsoll.yaml` from a folder upward, or reads the file that was named.
 * @throws PlimsollError `file-unreadable`, `yaml-invalid`, `configuration-invalid` with line and column
 */
export async function loadConfiguration(from: string, named?: string): Promise<LoadedConfiguration> {
  const file = named === undefined ? await searchUpward(from) : path.resolve(from, named);
  if (file === null) return { configuration: {}, folder: from, file: null };
  const text = await readTextFile(file);
  const { parseYaml } = await import('../../rego/index.ts');
  const configuration = parseYaml(text, file, Configuration, { code: 'configuration-invalid' });
  return { configuration, folder: path.dirname(file), file };
}

async function searchUpward(from: string): Promise<string | null> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, configurationName);
    const found = await fs.stat(file).then(
      (stat) => stat.isFile(),
      () => false,
    );
    if (found) return file;
    if (folder === path.dirname(folder)) return null;
  }
}
