import path from 'node:path';
import {
  type KindName,
  type Limits,
  openSnapshotFile,
  PlimsollError,
  parseResource,
  type Resource,
  type Result,
  readHead,
  type Snapshot,
} from '../engine/index.ts';

/** Name of the snapshot in the folder of a run. */
export const snapshotName = 'snapshot.ndjson.zst';

/** Gives the resources of a kind. */
type Resources = (kind: KindName) => AsyncIterable<Resource>;

/**
 * Resources of a kind out of the snapshots of a result, in their order, under the numbers that their targets have in
 * the result. Each call reads the snapshots again, to the end, so that bytes which are no longer the same are noticed.
 */
export function resourcesOf(result: Result, snapshots: readonly Snapshot[]): Resources {
  return async function* (kind) {
    let numbered = 0;
    for (const { digest } of result.inputs.snapshots) {
      const snapshot = snapshots.find((each) => each.digest === digest);
      if (snapshot === undefined) throw new PlimsollError('internal', `the snapshot ${digest} is not open`);
      const numbers = new Map(snapshot.header.targets.map(({ id }, index) => [id, numbered + index + 1]));
      numbered += numbers.size;
      if (!snapshot.end.targets.some((target) => (target.kinds[kind]?.seen ?? 0) > 0)) continue;
      for await (const line of snapshot.lines()) {
        if (readHead(line).head.kind !== kind) continue;
        const resource = parseResource(line);
        yield { ...resource, target: numbers.get(resource.target) ?? resource.target };
      }
    }
  };
}

/**
 * Resources that a stored result was judged from; undefined: its snapshots are not here.
 * @param options.given snapshots that the user named; undefined: the one that a run writes, in the folder `beside`
 * @throws PlimsollError as `openSnapshotFile`, and `usage` where the named snapshots are not those of the result
 */
export async function resourcesOfResult(
  result: Result,
  options: { given: readonly string[] | undefined; beside: string; limits: Limits },
): Promise<Resources | undefined> {
  const { given, beside, limits } = options;
  const wanted = new Set(result.inputs.snapshots.map(({ digest }) => digest));
  const snapshots: Snapshot[] = [];
  for (const file of given ?? [path.join(beside, snapshotName)]) {
    const snapshot = await openSnapshotFile(file, { limits }).catch((error: unknown) => {
      if (given === undefined) return null;
      throw error;
    });
    if (snapshot === null) return undefined;
    if (wanted.delete(snapshot.digest)) snapshots.push(snapshot);
    else if (given !== undefined) {
      throw new PlimsollError('usage', `${file} is not a snapshot that the result was judged from`, {
        next: 'Name the snapshots of that run with --snapshot.',
      });
    }
  }
  if (wanted.size === 0) return resourcesOf(result, snapshots);
  if (given === undefined) return undefined;
  throw new PlimsollError('usage', 'the result was judged from more snapshots than were named', {
    next: 'Name each of them with --snapshot.',
  });
}
