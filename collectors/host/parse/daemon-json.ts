/**
 * Reads daemon.json into lists of texts by option.
 * Maps become `name=value`, sorted; booleans `true` and `false`; the object `proxies` is taken apart as dockerd does.
 * @returns null when the text is not one JSON object
 */
export function parseDaemonJson(text: string): Map<string, string[]> | null {
  const parsed = parseObject(text);
  if (parsed === null) return null;
  const found = new Map<string, string[]>();
  for (const [name, value] of Object.entries(parsed)) {
    if (name === 'proxies' && isObject(value)) {
      for (const [proxy, address] of Object.entries(value)) found.set(proxy, flatten(address));
      continue;
    }
    found.set(name, flatten(value));
  }
  return found;
}

function parseObject(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flatten(value: unknown): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.map((item) => inline(item, 0));
  if (isObject(value)) {
    return Object.entries(value)
      .map(([name, item]) => `${name}=${inline(item, 0)}`)
      .sort();
  }
  return [String(value)];
}

/** One value in one line: an ulimit as `soft:hard`, a runtime as its path, else `name=value,…`. */
function inline(value: unknown, depth: number): string {
  if (depth > 8) return '…';
  if (Array.isArray(value)) return value.map((item) => inline(item, depth + 1)).join(',');
  if (!isObject(value)) return value === null ? '' : String(value);
  if ('Soft' in value && 'Hard' in value) return `${inline(value['Soft'], 8)}:${inline(value['Hard'], 8)}`;
  if (typeof value['path'] === 'string') return value['path'];
  const pairs = Object.entries(value).map(([name, item]) => `${name}=${inline(item, depth + 1)}`);
  return pairs.sort().join(',');
}
