import type { FileTree } from '../../contract.ts';
import type { Budget } from '../budget.ts';
import { fileName } from './found-package.ts';
import { type DpkgPackage, type DpkgStatus, parseDpkgStatus } from './status.ts';

export const updatesFolder = 'var/lib/dpkg/updates';

/**
 * Adds the changes that dpkg had not merged into the status file when it was stopped: numbered files of paragraphs,
 * each of which takes the place of all the package had before.
 */
export function withUpdates(tree: FileTree, status: DpkgStatus, budget: Budget): DpkgStatus {
  const updates = tree.list(updatesFolder).filter((entry) => /^\d+$/.test(fileName(entry)));
  if (updates.length === 0) return status;
  const byName = new Map<string, DpkgPackage[]>();
  addAll(byName, status.packages);
  const names = new Set(status.names);
  let { corrupt } = status;
  for (const entry of updates) {
    const bytes = tree.read(entry.path);
    const update = bytes === null ? null : parseDpkgStatus(bytes, budget);
    const why = update === null ? 'it cannot be read' : update.corrupt;
    if (why !== null) corrupt ??= `${fileName(entry)} of its updates: ${why}`;
    for (const name of update?.names ?? []) {
      names.add(name);
      byName.delete(name);
    }
    addAll(byName, update?.packages ?? []);
  }
  return { packages: [...byName.values()].flat(), names, corrupt };
}

function addAll(byName: Map<string, DpkgPackage[]>, packages: readonly DpkgPackage[]): void {
  for (const found of packages) {
    const same = byName.get(found.name);
    if (same === undefined) byName.set(found.name, [found]);
    else same.push(found);
  }
}
