import type { ImageTree } from '../../../../collectors/image/contract.ts';
import { type MergedTree, mergeLayers } from '../../../../collectors/image/tree/index.ts';
import { type RawEntry, rawTar } from '../../../support/tar-bytes.ts';
import { type ReadingOptions, reading } from '../layer/reading.ts';

/**
 * One entry from a short text: `a/` a folder, `a -> b` a symbolic link, `a = b` a hardlink, `a: text` a file with
 * that content, `a` an empty file or a whiteout.
 */
export function entryOf(text: string): RawEntry {
  const [, name, link] = /^(.*) -> (.*)$/.exec(text) ?? [];
  if (name !== undefined) return { name, type: '2', link: link! };
  const [, second, target] = /^(.*) = (.*)$/.exec(text) ?? [];
  if (second !== undefined) return { name: second, type: '1', link: target! };
  const [, file, content] = /^(.*): (.*)$/.exec(text) ?? [];
  if (file !== undefined) return { name: file, content: content! };
  return text.endsWith('/') ? { name: text, type: '5', mode: 0o755 } : { name: text };
}

/** The tree of layers, each a list of such texts, lowest first. All files are kept. */
export async function treeOf(
  layers: readonly (readonly string[])[],
  options: ReadingOptions = {},
): Promise<MergedTree> {
  const keepers = [{ id: 'all', version: 1, keeps: () => true }];
  const read = layers.map((texts) => reading(rawTar(...texts.map(entryOf)), { keepers, ...options }));
  return mergeLayers(await Promise.all(read));
}

/** Visible entries in the same short form, with the layer in front. */
export function visible(tree: Pick<ImageTree, 'entries' | 'read'>): string[] {
  return [...tree.entries()].map((entry) => {
    const text = entry.type === 'file' ? (tree.read(entry.path) ?? null) : null;
    if (entry.type === 'directory') return `${entry.layer} ${entry.path}/`;
    if (entry.type === 'symlink') return `${entry.layer} ${entry.path} -> ${entry.link}`;
    return `${entry.layer} ${entry.path}${text === null || text.length === 0 ? '' : `: ${Buffer.from(text).toString()}`}`;
  });
}

/** Hidden entries: their layer, their path, the layer that hid them. */
export function hidden(tree: Pick<ImageTree, 'hidden'>): string[] {
  return [...tree.hidden()].map((entry) => `${entry.layer} ${entry.path} by ${entry.removedIn}`);
}
