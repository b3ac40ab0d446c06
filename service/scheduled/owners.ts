import type { Owner } from '../config/scheduling.ts';
import type { Configuration } from '../config/schema.ts';

/**
 * The owners of the configuration. Who owns a target by its `owner` also owns what could not be read of it, so its keys
 * are added, unless another target of that name is somebody else's: then only the labels of what was read tell them apart.
 */
export function ownersOfConfiguration({ owners, targets }: Pick<Configuration, 'owners' | 'targets'>): Owner[] {
  const byName = new Map<string, Set<string | undefined>>();
  for (const target of targets ?? []) {
    if (typeof target === 'string' || target.name === undefined) continue;
    byName.set(target.name, (byName.get(target.name) ?? new Set()).add(target.owner));
  }
  return (owners ?? []).map((owner) => {
    const theirs = [...byName].filter(([name, who]) => who.size === 1 && who.has(owner.name) && isPlain(name));
    const keys = [...(owner.keys ?? []), ...theirs.map(([name]) => `${name}/**`)];
    return keys.length === 0 ? owner : { ...owner, keys };
  });
}

/** Without characters that mean something in a glob. */
function isPlain(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name);
}
