import { Buffer } from 'node:buffer';

/** A secret that may appear nowhere, with a name that says where it was planted. */
export interface Canary {
  source: string;
  text: string;
}

/** A canary of a source. Its quotes, slash and space make each encoding of it look different. */
export function canary(source: string): Canary {
  return { source, text: `canary/${source} "s3cret+${Buffer.from(source).toString('hex')}"` };
}

/** The forms in which a secret can leave: as it is, in base64, in a URL, in a JSON string. */
export function formsOf({ text }: Canary): Record<string, string> {
  return {
    plain: text,
    base64: Buffer.from(text).toString('base64'),
    url: encodeURIComponent(text),
    json: JSON.stringify(text).slice(1, -1),
  };
}

/** Which canaries are in some bytes, in any form, or by the part that no encoding but base64 changes. */
export function leaksIn(bytes: Uint8Array | string, canaries: readonly Canary[]): string[] {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
  const leaks: string[] = [];
  for (const each of canaries) {
    const core = Buffer.from(each.source).toString('hex');
    for (const [form, needle] of Object.entries({
      ...formsOf(each),
      core: `s3cret+${core}`,
      coreUrl: `s3cret%2B${core}`,
    })) {
      if (text.includes(needle)) leaks.push(`${each.source} (${form})`);
    }
  }
  return leaks;
}
