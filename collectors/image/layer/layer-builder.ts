import { type LimitName, limitTable, type Problem } from '../../../engine/index.ts';
import type { LayerEntry, LayerIndex } from '../contract.ts';
import { entriesBelow } from '../tree/nodes.ts';
import { asksMore } from './asking.ts';
import { checkBudget, entryProblem, limitProblem } from './budget.ts';
import { entryTypeOf } from './entry-type.ts';
import { createFileWork, type FileWorkOptions } from './file-work.ts';
import { createInodes } from './hardlinks.ts';
import { createLayerPaths, type Place } from './layer-paths.ts';
import { layerPath } from './names.ts';
import { hardlinkFault, newEntry } from './new-entry.ts';
import { sortedEntries } from './sort.ts';
import { tarType } from './tar-header.ts';
import type { TarEntry, TarVisitor } from './tar-reader.ts';
import { createWhiteouts, isDriverRecord } from './whiteouts.ts';

/** Paths of hardlinks, by the path under which the content passes by. */
export type MissedLinks = ReadonlyMap<string, readonly string[]>;

export interface LayerBuilder {
  visitor: TarVisitor;
  finish(): {
    index: Pick<LayerIndex, 'entries' | 'overwritten' | 'whiteouts' | 'opaque'>;
    contents: ReadonlyMap<string, Uint8Array>;
    missed: MissedLinks | null;
  };
}

export interface LayerBuilderOptions extends FileWorkOptions {
  name: string;
  problems: Problem[];
  again?: MissedLinks;
}

/** Makes the index of a layer from the entries of its archive, in their order. */
export function createLayerBuilder(options: LayerBuilderOptions): LayerBuilder {
  const { name, limits, budget, problems } = options;
  const paths = createLayerPaths(limits);
  const work = createFileWork(options);
  const inodes = createInodes();
  const contents = new Map<string, Uint8Array>();
  const missed = new Map<string, string[]>();
  /** Of a second reading: what was learnt of files for hardlinks that come later. */
  const early = new Map<string, { notes: Record<string, unknown> | null; content: Uint8Array | null }>();
  let current: LayerEntry | null = null;

  const fault = (path: string, why: string) => void problems.push(entryProblem(path, why));
  const whiteouts = createWhiteouts(fault);

  function entry(tar: TarEntry): boolean {
    current = null;
    budget.entries++;
    checkBudget(budget, limits, name);
    const path = layerPath(tar.name);
    if (isDriverRecord(path)) {
      if (tar.size > 0) fault(path, 'it is a record of the storage driver aufs, which engines pass over');
      return false;
    }
    const place = paths.locate(path);
    if (typeof place === 'string') {
      if (Object.hasOwn(limitTable, place)) problems.push(limitProblem(place as LimitName, limits, shortened(path)));
      else fault(path, `an engine cannot unpack it: ${place}`);
      return false;
    }
    if (whiteouts.take(place.path)) return false;
    if (tar.type === tarType.hardlink) {
      hardlink(tar, place);
      return false;
    }
    return plain(tar, place);
  }

  function plain(tar: TarEntry, place: Place): boolean {
    const type = entryTypeOf(tar.type);
    const { path } = place;
    if (path === '' && type !== 'directory') {
      fault(path, 'the root of the image is not a folder');
      return false;
    }
    if (type === 'other') fault(path, `it is of the unknown type ${JSON.stringify(String.fromCharCode(tar.type))}`);
    const made = newEntry(path, type, tar);
    put(place, made);
    if (type !== 'file') return false;
    current = made;
    if (tar.sparse !== null) {
      // Holes take no room in the archive, and all the time that bytes take.
      const packed = tar.sparse.reduce((sum, part) => sum + part.length, 0);
      if (tar.size <= limits.imageInspectBytes) budget.bytes += tar.size - packed;
    }
    const others = options.again?.get(path) ?? [];
    return work.begin([path, ...others], made.mode, tar.size, tar.sparse !== null);
  }

  function put(place: Place, made: LayerEntry): void {
    const before = paths.overwritten.length;
    paths.put(place, made);
    for (const gone of paths.overwritten.slice(before)) contents.delete(gone.path);
  }

  function hardlink(tar: TarEntry, place: Place): void {
    const target = paths.locate(layerPath(tar.link));
    const why = hardlinkFault(place, target);
    if (why !== null || typeof target === 'string') {
      fault(place.path, why ?? '');
      return;
    }
    const first = target.node.entry;
    const made: LayerEntry = {
      ...newEntry(place.path, first?.type ?? 'other', tar),
      hardlink: true,
      target: target.path,
    };
    if (first === null) {
      // A lower layer may have it: the tree finds out.
      put(place, made);
      return;
    }
    made.size = first.size;
    made.link = first.link;
    made.digest = first.digest;
    if (first.notes !== undefined) made.notes = first.notes;
    const kept = contents.get(first.path);
    put(place, made);
    inodes.join(first, made);
    made.target = inodes.firstOf(first).path;
    if (kept !== undefined) contents.set(place.path, kept);
    if (made.type === 'file') lookThroughLink(made);
  }

  function lookThroughLink(made: LayerEntry): void {
    const passed = inodes.firstOf(made);
    const second = { path: made.path, mode: made.mode, size: made.size };
    const told = early.get(made.path);
    if (told !== undefined) {
      made.digest = passed.digest;
      if (told.notes !== null) made.notes = { ...made.notes, ...told.notes };
      if (told.content !== null) contents.set(made.path, told.content);
      return;
    }
    if (!asksMore(options, second, { ...second, path: passed.path })) return;
    missed.set(passed.path, [...(missed.get(passed.path) ?? []), made.path]);
  }

  function end(): void {
    if (current === null) return;
    for (const [path, answer] of work.end()) {
      current.digest = answer.digest;
      if (path !== current.path) {
        early.set(path, answer);
        continue;
      }
      if (answer.notes !== null) current.notes = answer.notes;
      if (answer.content !== null) contents.set(path, answer.content);
    }
    current = null;
  }

  function finish(): ReturnType<LayerBuilder['finish']> {
    for (const link of [...missed.values()].flat()) {
      fault(link, 'it is a hardlink whose content came by under another name; that was not looked into');
    }
    const all = [...entriesBelow(paths.root)];
    if (paths.root.entry !== null) all.push(paths.root.entry);
    return {
      index: {
        entries: sortedEntries(all),
        ...(paths.overwritten.length > 0 ? { overwritten: sortedEntries(paths.overwritten) } : {}),
        ...whiteouts.sorted(),
      },
      contents,
      missed: missed.size > 0 ? missed : null,
    };
  }

  return { visitor: { entry, piece: work.piece, end }, finish };
}

function shortened(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
