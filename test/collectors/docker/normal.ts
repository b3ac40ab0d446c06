import type { Collected } from '../../../collectors/index.ts';

/** Replaces what differs from run to run: times, ids, process numbers, sizes, and the daemon's temporary folder. */
export function normalized(resources: readonly Collected[], folder: string): Collected[] {
  const text = JSON.stringify(resources)
    .replaceAll(folder, 'FOLDER')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replace(/\b[0-9a-f]{64}\b/g, 'ID')
    .replace(/"pid":\d+/g, '"pid":1')
    .replace(/"size":\d+/g, '"size":1')
    .replace(/("key":"container\/[^"]*%2F[^"]*\/)[0-9a-f]{12}"/g, '$1DIGEST"');
  return JSON.parse(text) as Collected[];
}
