/** A tree of names: one node a path, so that a folder's children are found and taken away without a search. */
export interface PathNode<Entry> {
  entry: Entry | null;
  children: Map<string, PathNode<Entry>> | null;
}

export function newNode<Entry>(entry: Entry | null = null): PathNode<Entry> {
  return { entry, children: null };
}

/** The child of that name, made where it is missing. */
export function childOf<Entry>(node: PathNode<Entry>, name: string): PathNode<Entry> {
  node.children ??= new Map();
  const known = node.children.get(name);
  if (known !== undefined) return known;
  const made = newNode<Entry>();
  node.children.set(name, made);
  return made;
}

/** Entries below a node, without its own, in the order in which they were put there. */
export function* entriesBelow<Entry>(node: PathNode<Entry>): Generator<Entry> {
  if (node.children === null) return;
  // A stack of iterators, since a hostile tree may be deeper than the stack of calls.
  const open = [node.children.values()];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { value, done } = top.next();
    if (done === true) {
      open.pop();
      continue;
    }
    if (value.entry !== null) yield value.entry;
    if (value.children !== null) open.push(value.children.values());
  }
}

/** The node of a path, links not followed; null: nothing there. */
export function find<Entry>(root: PathNode<Entry>, path: string): PathNode<Entry> | null {
  if (path === '') return root;
  let node: PathNode<Entry> | undefined = root;
  for (const name of path.split('/')) {
    node = node.children?.get(name);
    if (node === undefined) return null;
  }
  return node;
}
