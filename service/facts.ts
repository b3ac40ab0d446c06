import { openSnapshotFile, PlimsollError, parseResource, type Result, readHead } from '../engine/index.ts';

/** A fact of one resource, or why it could not be read. */
export interface FactOfResource {
  key: string;
  value?: unknown;
  missing?: string | undefined;
}

/** How many resources are kept for a fact; a person who answers reads no more. */
const most = 20;

/**
 * Values of facts in the snapshot that a result was judged from: `kind.fact` → resources that have it, and how many
 * more there are.
 * @param file the snapshot
 * @param names facts as frameworks name them, such as `host.osRelease`
 * @throws PlimsollError as `openSnapshotFile`, and `usage` where the result was judged from another snapshot
 */
export async function readFacts(
  file: string,
  result: Result,
  names: readonly string[],
): Promise<Map<string, { resources: FactOfResource[]; more: number }>> {
  const snapshot = await openSnapshotFile(file);
  if (!result.inputs.snapshots.some(({ digest }) => digest === snapshot.digest)) {
    throw new PlimsollError('usage', `${file} is not a snapshot that the result was judged from`, {
      next: 'Name the snapshot of that run with --snapshot.',
    });
  }
  const wanted = Map.groupBy([...new Set(names)], (name) => name.split('.')[0] ?? '');
  const found = new Map(names.map((name) => [name, { resources: [] as FactOfResource[], more: 0 }]));
  for await (const line of snapshot.lines()) {
    const { head } = readHead(line);
    const ofKind = wanted.get(head.kind);
    if (ofKind === undefined) continue;
    const resource = parseResource(line) as unknown as Record<string, unknown>;
    for (const name of ofKind) {
      const [, top = '', ...path] = name.split('.');
      const entry = found.get(name);
      if (entry === undefined) continue;
      const missing = Object.entries(head.missing).find(([fact]) => fact === top || fact === [top, ...path].join('.'));
      const value = path.reduce<unknown>(below, resource[top]);
      if (missing === undefined && value === undefined) continue;
      if (entry.resources.length === most) entry.more += 1;
      else entry.resources.push({ key: head.key, ...(missing ? { missing: missing[1] } : { value }) });
    }
  }
  return found;
}

function below(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => below(item, name));
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
