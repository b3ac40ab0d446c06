import type { Outline } from './protocol.ts';
import type { SourceBundle } from './types.ts';

/** What a module reaches, itself included. */
export interface Reach {
  /** Sorted by package. */
  modules: { path: string; package: string; text: string }[];
  /** Contents by dotted name `<namespace>.tables.<name>`, sorted. */
  tables: [string, unknown][];
}

/** Follows the documents that a module names, through libraries, to everything it can read. */
export function reach(source: SourceBundle, start: string, outlines: Record<string, Outline>): Reach {
  const texts = new Map(
    [...source.rules.map(({ module }) => module), ...source.libraries].map((f) => [f.path, f.text]),
  );
  const tables = tablesOf(source);
  const found = new Set<string>([start]);
  const named = new Set<string>();
  for (const path of found) {
    for (const { name } of outlines[path]?.data ?? []) {
      named.add(name);
      for (const other of texts.keys()) {
        const outline = outlines[other];
        if (outline !== undefined && overlaps(name, outline.package)) found.add(other);
      }
    }
  }
  const modules = [...found].map((path) => ({ path, package: outlines[path]!.package, text: texts.get(path)! }));
  modules.sort((a, b) => (a.package === b.package ? order(a.path, b.path) : order(a.package, b.package)));
  const read = tables.filter(([table]) => [...named].some((name) => overlaps(name, table)));
  return { modules, tables: read };
}

function tablesOf(source: SourceBundle): [string, unknown][] {
  const all = Object.entries(source.data).flatMap(([namespace, below]) =>
    Object.entries((below as { tables: Record<string, unknown> }).tables).map(([name, content]): [string, unknown] => [
      `${namespace}.tables.${name}`,
      content,
    ]),
  );
  return all.sort(([a], [b]) => order(a, b));
}

/** Whether one dotted name is the other or stands above it. */
export function overlaps(left: string, right: string): boolean {
  return `${left}.`.startsWith(`${right}.`) || `${right}.`.startsWith(`${left}.`);
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
