import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { limitTable, PlimsollError, parseResult, type Result } from '../engine/index.ts';
import { reasonOf } from './config/read.ts';

/**
 * Reads the result of a run, with the files beside it where its lists were too long to stand inside.
 * @param shown how messages call the file
 * @throws PlimsollError `file-unreadable`, `limit-reached`, `json-invalid`, `result-invalid`
 */
export async function readResult(file: string, shown: string): Promise<Result> {
  const limit = limitTable.resultFileBytes.value;
  let text: string;
  try {
    const { size } = await fs.stat(file);
    if (size > limit)
      throw new PlimsollError('limit-reached', `${shown} is longer than the limit resultFileBytes (${limit})`);
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    const place = { file: shown };
    throw new PlimsollError('file-unreadable', `${shown} cannot be read: ${reasonOf(error)}`, { place, cause: error });
  }
  const folder = path.dirname(file);
  return parseResult(text, { file: shown, sibling: (name) => readFileSync(path.join(folder, name)) });
}
