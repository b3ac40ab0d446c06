import { createHash, type Hash, hash } from 'node:crypto';
import type { LimitName, Limits, Problem } from '../../../engine/index.ts';
import type { FileInspector } from '../contract.ts';
import { type Askers, type Asking, askingOf } from './asking.ts';
import { type ImageBudget, limitProblem } from './budget.ts';

/** What was learnt from a file's content under one of its names. */
export interface FileAnswer {
  digest: string | null;
  notes: Record<string, unknown> | null;
  content: Uint8Array | null;
}

/** Looks into files as they stream by, one at a time. */
export interface FileWork {
  /** True: its content is wanted. The names are its own and those of hardlinks to it. */
  begin(names: readonly string[], mode: number, size: number, sparse: boolean): boolean;
  /** A part of the wanted content. */
  piece(bytes: Buffer, position: number): void;
  /** The answers by name, for the names that somebody asked about. */
  end(): ReadonlyMap<string, FileAnswer>;
}

export interface FileWorkOptions extends Askers {
  limits: Limits;
  budget: ImageBudget;
  problems: Problem[];
}

const headBytes = 4096;
const empty = Buffer.alloc(0);
const noAnswers: ReadonlyMap<string, FileAnswer> = new Map();

export function createFileWork(options: FileWorkOptions): FileWork {
  const { limits, budget, problems } = options;
  let askings: Asking[] = [];
  let answers: ReadonlyMap<string, FileAnswer> | null = null;
  let size = 0;
  /** All of the file, while it is put together from pieces. */
  let whole: Buffer | null = null;
  let wantsWhole = false;
  let head: Buffer = empty;
  let hashing: Hash | null = null;
  // Where files that come in pieces are put together.
  let scratch: Buffer = empty;

  function begin(names: readonly string[], mode: number, bytes: number, sparse: boolean): boolean {
    size = bytes;
    answers = null;
    whole = null;
    hashing = null;
    head = empty;
    askings = names.map((path) => askingOf(options, { path, mode, size })).filter((asking) => asking !== null);
    if (askings.length > 0) heedLimits(sparse);
    if (askings.length === 0) return false;
    wantsWhole = sparse || askings.some((asking) => asking.keep || asking.whole.length > 0);
    if (sparse) whole = takeScratch().fill(0);
    return true;
  }

  /** Takes back what a limit forbids, with a problem that names it. */
  function heedLimits(sparse: boolean): void {
    const refuse = (limit: LimitName) => problems.push(limitProblem(limit, limits, askings[0]!.file.path));
    if (size > limits.imageFileBytes || (sparse && size > limits.imageInspectBytes)) {
      refuse(size > limits.imageFileBytes ? 'imageFileBytes' : 'imageInspectBytes');
      askings = [];
      return;
    }
    if (askings.some((asking) => asking.keep)) {
      if (budget.kept + size <= limits.imageKeptBytes) budget.kept += size;
      else {
        refuse('imageKeptBytes');
        for (const asking of askings) asking.keep = false;
      }
    }
    if (size > limits.imageInspectBytes && askings.some((asking) => asking.whole.length > 0)) {
      refuse('imageInspectBytes');
      for (const asking of askings) asking.whole = [];
    }
  }

  function takeScratch(): Buffer {
    if (scratch.length < size && size <= limits.imageInspectBytes) {
      scratch = Buffer.allocUnsafeSlow(Math.min(limits.imageInspectBytes, Math.max(2 * size, 1 << 20)));
    }
    return scratch.length < size ? Buffer.allocUnsafeSlow(size) : scratch.subarray(0, size);
  }

  function piece(bytes: Buffer, position: number): void {
    if (whole === null && bytes.length === size) {
      answers = answer(bytes, () => hash('sha256', bytes, 'hex'));
      return;
    }
    if (wantsWhole) {
      whole ??= takeScratch();
      bytes.copy(whole, position);
      return;
    }
    hashing?.update(bytes);
    if (answers === null) headPiece(bytes);
  }

  /** Heads are looked into as soon as they are here, since only then is it known whether the rest matters. */
  function headPiece(bytes: Buffer): void {
    const missing = headBytes - head.length;
    head = Buffer.concat([head, bytes.subarray(0, missing)]);
    if (head.length < Math.min(headBytes, size)) return;
    answers = answer(head, () => null);
    if (![...answers.values()].some(({ notes }) => notes !== null)) return;
    hashing = createHash('sha256').update(head).update(bytes.subarray(missing));
  }

  function end(): ReadonlyMap<string, FileAnswer> {
    if (askings.length === 0) return noAnswers;
    if (answers === null) {
      const bytes = whole ?? head;
      answers = answer(bytes, () => hash('sha256', bytes, 'hex'));
    }
    if (hashing !== null) {
      const digest = hashing.digest('hex');
      for (const each of answers.values()) each.digest = digest;
    }
    return answers;
  }

  /**
   * @param bytes all of the file, or its head where no more is wanted
   * @param digestOf called where somebody has something to say of it, or keeps it: most files nobody does
   */
  function answer(bytes: Buffer, digestOf: () => string | null): ReadonlyMap<string, FileAnswer> {
    const first = bytes.subarray(0, headBytes);
    let content: Uint8Array | null = null;
    const found = new Map<string, FileAnswer>();
    for (const asking of askings) {
      if (asking.keep) content ??= Uint8Array.from(bytes);
      const notes = notesOf(asking, asking.whole, bytes, notesOf(asking, asking.head, first, null));
      found.set(asking.file.path, { digest: null, notes, content: asking.keep ? content : null });
    }
    const isTold = content !== null || [...found.values()].some(({ notes }) => notes !== null);
    const digest = isTold ? digestOf() : null;
    for (const each of found.values()) each.digest = digest;
    return found;
  }

  function notesOf(
    { file }: Asking,
    inspectors: readonly FileInspector[],
    bytes: Buffer,
    before: Record<string, unknown> | null,
  ): Record<string, unknown> | null {
    let notes = before;
    for (const inspector of inspectors) {
      const note = inspector.inspect(file, bytes, limits) ?? null;
      if (note === null) continue;
      notes ??= {};
      notes[inspector.id] = note;
    }
    return notes;
  }

  return { begin, piece, end };
}
