/** Several snippets for one file made one, so that an edit is one paste. Null where they cannot be, or disagree. */

/** Shell: each line once; lines that several snippets share (a reload) come last. */
export function mergeShell(codes: readonly string[]): string {
  const lines = codes.flatMap((code) => code.split('\n'));
  const shared = new Set(lines.filter((line, index) => lines.indexOf(line) !== index));
  return [...new Set(lines.filter((line) => !shared.has(line))), ...shared].join('\n');
}

/** JSON objects: their members together; two that give one member another value disagree. */
export function mergeObjects(codes: readonly string[]): string | null {
  const all = new Map<string, unknown>();
  for (const code of codes) {
    const value = parseObject(code);
    if (value === null) return null;
    for (const [name, member] of Object.entries(value)) {
      if (all.has(name) && JSON.stringify(all.get(name)) !== JSON.stringify(member)) return null;
      all.set(name, member);
    }
  }
  return JSON.stringify(Object.fromEntries(all), null, 2);
}

/** `docker run`: the options of all before one image. */
export function mergeDockerRun(codes: readonly string[]): string | null {
  const options = new Set<string>();
  for (const code of codes) {
    const [, found] = /^docker run (--?\S[^\n]*) IMAGE$/.exec(code.trim()) ?? [];
    if (found === undefined) return null;
    options.add(found);
  }
  return `docker run ${[...options].join(' \\\n  ')} IMAGE`;
}

/**
 * Compose: the settings of one service under one head, then what cannot go there. Snippets write their service under
 * a name of their own, which becomes that of the real one where it is known. Only the plain form `services:`, a name,
 * settings is merged; of two that give one setting, both where they are lists in one line, else the second stays apart.
 */
export function mergeCompose(codes: readonly string[], service: string | null): string {
  const settings = new Map<string, string>();
  const apart: string[] = [];
  let written: string | null = null;
  for (const code of codes) {
    const [root, head = '', ...body] = code.split('\n');
    const plain = root === 'services:' && /^ {2}[\w.-]+:$/.test(head) && body.every((line) => line.startsWith('    '));
    if (!plain || !addSettings(settings, body.join('\n'))) apart.push(code);
    else written ??= head.trim().slice(0, -1);
  }
  if (written === null) return apart.join('\n\n');
  const known = service !== null && /^[A-Za-z0-9][\w.-]*$/.test(service) ? service : written;
  return [['services:', `  ${known}:`, ...settings.values()].join('\n'), ...apart].join('\n\n');
}

/** Adds the settings of one service to those of others, all or none. */
function addSettings(settings: Map<string, string>, body: string): boolean {
  const added = new Map<string, string>();
  for (const setting of body.split(/\n(?= {4}\S)/)) {
    const name = /^ {4}([\w-]+):/.exec(setting)?.[1] ?? setting;
    const known = settings.get(name);
    const joined = known === undefined || known === setting ? setting : joinLists(known, setting);
    if (joined === null) return false;
    added.set(name, joined);
  }
  for (const [name, setting] of added) settings.set(name, setting);
  return true;
}

/** `name: [a]` and `name: [b]` as `name: [a, b]`; null where one is not of this form. */
function joinLists(one: string, other: string): string | null {
  const list = /^( {4}[\w-]+: \[)([^\]\n]+)\]$/;
  const [, start, first] = list.exec(one) ?? [];
  const [, , second] = list.exec(other) ?? [];
  return first === undefined || second === undefined ? null : `${start}${first}, ${second}]`;
}

function parseObject(code: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(code);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
