import type { Limits } from '../../engine/index.ts';
import type { FileInspector, PassingFile } from '../image/contract.ts';
import { scanBytes } from './scan.ts';

/** A secret in a file. */
export interface SecretPlace {
  /** Id of the pattern. */
  pattern: string;
  /** From 1; null: the file is no text. */
  line: number | null;
}

/** What is remembered of a file: where its secrets are, or that it is a text too large to look through. */
export type SecretNote = SecretPlace[] | 'too-large';

/** Compressed, drawn or sounding: no text of anybody is in them as it is. */
const opaqueNames =
  /\.(?:png|jpe?g|gif|webp|ico|bmp|woff2?|ttf|otf|eot|mp[34]|ogg|webm|gz|tgz|xz|bz2|zst|zip|jar|war|whl|7z|mo|gmo)$/i;

/**
 * Looks for secrets in every file up to the limit secretFileBytes. In files that are no text only what gives itself
 * away is looked for: keys and tokens in programs are rare, but looking costs little. Inside archives nothing is found.
 */
export const secretInspector: FileInspector = {
  id: 'secrets',
  version: 1,
  wants: (file) => (file.size < 8 || isSkipped(file.path) ? 'no' : file.size > fileBytes ? 'head' : 'whole'),
  inspect: inspectSecrets,
};

/** Package indexes are large, public, and told as leftovers. */
function isSkipped(path: string): boolean {
  return opaqueNames.test(path) || path.startsWith('var/lib/apt/lists/');
}

/** `wants` is asked without limits, so this is the table's value; a lower limit still applies to what is looked at. */
const fileBytes = 4 * 1024 * 1024;

function inspectSecrets(file: PassingFile, bytes: Uint8Array, limits: Limits): SecretNote | null {
  if (file.size > Math.min(limits.secretFileBytes, fileBytes)) return isBinary(bytes) ? null : 'too-large';
  const text = asSingleBytes(bytes);
  const binary = isBinary(text);
  const found = scanBytes(text, binary ? { what: 'binary' } : { what: 'file', path: file.path });
  if (found.length === 0) return null;
  const places: SecretPlace[] = [];
  const seen = new Set<string>();
  let [line, counted] = [1, 0];
  for (const { pattern, start } of found) {
    line += newlinesIn(text, counted, start);
    counted = start;
    const place: SecretPlace = { pattern: pattern.id, line: binary ? null : line };
    const name = `${place.pattern} ${place.line}`;
    if (!seen.has(name)) places.push(place);
    seen.add(name);
  }
  return places;
}

/** UTF-16 with its mark, as some systems write it, becomes one byte a character; other bytes stay. */
function asSingleBytes(bytes: Uint8Array): Uint8Array {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!little && !(bytes[0] === 0xfe && bytes[1] === 0xff)) return bytes;
  const decoder = new TextDecoder(little ? 'utf-16le' : 'utf-16be');
  return Buffer.from(decoder.decode(bytes), 'latin1');
}

/** As git tells it: a zero byte near the beginning. */
function isBinary(bytes: Uint8Array): boolean {
  const zero = bytes.indexOf(0);
  return zero >= 0 && zero < 8000;
}

function newlinesIn(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10, from); at >= 0 && at < to; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
