/** A value whole, or the beginning of its JSON as text where that is longer than so many bytes. */
export function shownValue(
  { text, value }: { text: string; value(): unknown },
  limit: number,
): { value: unknown; cut?: true } {
  if (text.length <= limit && Buffer.byteLength(text) <= limit) return { value: value() };
  return { value: beginning(text, limit), cut: true };
}

/** The beginning of a text that fits into so many bytes of UTF-8, without half a character. */
export function beginning(text: string, bytes: number): string {
  if (bytes <= 0) return '';
  const cut = Buffer.from(text.slice(0, bytes)).subarray(0, bytes).toString('utf8');
  return cut.replace(/\ufffd+$/, '');
}
