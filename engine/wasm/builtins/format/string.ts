import { quoteText } from '../text.ts';
import type { Flags } from './flags.ts';
import { pad, truncate } from './flags.ts';

/** A string by one of Go's verbs `v s q x X`; undefined for any other. */
export function formatString(text: string, verb: string, flags: Flags): string | undefined {
  if (verb === 's' || (verb === 'v' && !flags.sharpV)) return pad(truncate(text, flags), flags);
  if (verb === 'q' || verb === 'v') return pad(quoted(truncate(text, flags), flags), flags);
  if (verb === 'x') return bytesText(text, flags);
  return verb === 'X' ? bytesText(text, flags).replace(/[a-fx]/g, (digit) => digit.toUpperCase()) : undefined;
}

const cannotBackquote = /[\x00-\x08\x0a-\x1f`\x7f\ufeff]/;

function quoted(text: string, flags: Flags): string {
  return flags.sharp && !cannotBackquote.test(text) ? `\`${text}\`` : quoteText(text, '"', flags.plus);
}

/** The UTF-8 bytes in hexadecimal; the precision is in bytes. */
function bytesText(text: string, flags: Flags): string {
  const bytes = [...Buffer.from(text, 'utf8').subarray(0, flags.precision)];
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  const prefix = flags.sharp && digits.length > 0 ? '0x' : '';
  const body = flags.space ? digits.join(` ${prefix}`) : digits.join('');
  return pad(prefix + body, flags);
}
