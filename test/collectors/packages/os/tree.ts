/** File trees for tests: of a few entries, or of a folder on disk. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import type { FileEntry, FileTree } from '../../../../collectors/packages/contract.ts';

export type TestEntry = string | Uint8Array | { link: string } | { size: number } | { layer: number; content: string };

interface Node extends FileEntry {
  content: (() => Uint8Array) | null;
}

/** A tree of the entries named; `{ size }` is a file whose content was not kept. */
export function treeOf(entries: Readonly<Record<string, TestEntry>>): FileTree {
  const nodes = new Map<string, Node>();
  for (const [name, entry] of Object.entries(entries)) {
    addFolders(nodes, name);
    nodes.set(name, nodeOf(name, entry));
  }
  return treeOfNodes(nodes);
}

function nodeOf(name: string, entry: TestEntry): Node {
  const base = { path: name, mode: 0o644, layer: 0, link: null };
  if (typeof entry === 'string' || entry instanceof Uint8Array) {
    const bytes = typeof entry === 'string' ? Buffer.from(entry) : entry;
    return { ...base, type: 'file', size: bytes.length, content: () => bytes };
  }
  if ('link' in entry) return { ...base, type: 'symlink', size: 0, link: entry.link, content: null };
  if ('size' in entry) return { ...base, type: 'file', size: entry.size, content: null };
  const bytes = Buffer.from(entry.content);
  return { ...base, type: 'file', size: bytes.length, layer: entry.layer, content: () => bytes };
}

/** Everything below a folder; contents are read when asked for. */
export function treeOfFolder(folder: string): FileTree {
  const nodes = new Map<string, Node>();
  walk(folder, '', nodes);
  return treeOfNodes(nodes);
}

function walk(root: string, name: string, nodes: Map<string, Node>): void {
  const file = path.join(root, name);
  const status = lstatSync(file);
  const link = status.isSymbolicLink();
  const type = link ? 'symlink' : status.isDirectory() ? 'directory' : status.isFile() ? 'file' : 'other';
  const content = type === 'file' ? () => readFileSync(file) : null;
  const base = { path: name, mode: status.mode & 0o7777, size: status.size, layer: null, content };
  nodes.set(name, { ...base, type, link: link ? readlinkSync(file) : null });
  if (type !== 'directory') return;
  for (const child of readdirSync(file)) walk(root, name === '' ? child : `${name}/${child}`, nodes);
}

function addFolders(nodes: Map<string, Node>, name: string): void {
  const parts = name.split('/');
  for (let count = 0; count < parts.length; count++) {
    const folder = parts.slice(0, count).join('/');
    if (nodes.has(folder)) continue;
    nodes.set(folder, { path: folder, type: 'directory', mode: 0o755, size: 0, link: null, layer: 0, content: null });
  }
}

function treeOfNodes(nodes: ReadonlyMap<string, Node>): FileTree {
  const children = new Map<string, Node[]>();
  for (const node of nodes.values()) {
    if (node.path === '') continue;
    const folder = node.path.includes('/') ? node.path.slice(0, node.path.lastIndexOf('/')) : '';
    const siblings = children.get(folder);
    if (siblings === undefined) children.set(folder, [node]);
    else siblings.push(node);
  }
  const byPath = (left: Node, right: Node) => (left.path < right.path ? -1 : 1);
  const resolve = (name: string) => follow(nodes, name, 0);
  return {
    get: (name) => nodes.get(name) ?? null,
    resolve,
    list: (name) => (children.get(resolve(name)?.path ?? '\0') ?? []).toSorted(byPath),
    entries: () => [...nodes.values()].sort(byPath),
    read: (name) => resolve(name)?.content?.() ?? null,
  };
}

function follow(nodes: ReadonlyMap<string, Node>, name: string, depth: number): Node | null {
  if (depth > 40) return null;
  let at = '';
  const parts = name.split('/').filter((part) => part !== '');
  for (const [index, part] of parts.entries()) {
    if (part === '.') continue;
    if (part === '..') {
      at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
      continue;
    }
    const next = at === '' ? part : `${at}/${part}`;
    const node = nodes.get(next);
    if (node === undefined) return null;
    if (node.link === null) {
      at = next;
      continue;
    }
    const target = node.link.startsWith('/') ? node.link : `${at}/${node.link}`;
    return follow(nodes, [target, ...parts.slice(index + 1)].join('/'), depth + 1);
  }
  return nodes.get(at) ?? null;
}
