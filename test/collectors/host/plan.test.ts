import { expect, test } from 'vitest';
import { type HostRoot, host } from '../../../collectors/host/index.ts';
import { liveTree } from './live-tree.ts';
import { readAll } from './support.ts';
import { treeRoot } from './tree.ts';

/** A root that notes every path it is asked for. */
function recording(root: HostRoot, seen: Set<string>): HostRoot {
  const note = <T>(read: (file: string, maximum?: number) => T) => {
    return (file: string, maximum?: number) => {
      seen.add(file);
      return read(file, maximum);
    };
  };
  return {
    ...root,
    readBytes: note(root.readBytes),
    readText: note(root.readText),
    stat: note(root.stat),
    lstat: note(root.lstat),
    list: note(root.list),
    readLink: note(root.readLink),
    resolve: note(root.resolve),
  };
}

/** Whether a path is a planned one, below one, or a folder on the way to one. */
function isPlanned(file: string, planned: readonly string[]): boolean {
  return planned.some((name) => {
    const parts = name.split('/');
    const asked = file.split('/');
    const deep = parts.at(-1) === '**';
    return asked.every((part, index) => {
      const pattern = parts[index];
      if (pattern === undefined || pattern === '**') return deep;
      return matches(pattern, part);
    });
  });
}

function matches(pattern: string, part: string): boolean {
  if (pattern === '[pid]') return /^\d+$|^self$/.test(part);
  if (pattern === 'RELEASE') return true;
  return new RegExp(`^${pattern.replace(/[.+]/g, '\\$&').replaceAll('*', '.*')}$`).test(part);
}

test.each([true, false])('every path that is read is in the plan (live: %s)', async (live) => {
  const seen = new Set<string>();
  const root = treeRoot(liveTree, live);
  await readAll(recording(root, seen), [{ path: '/srv/**' }]);
  const uri = live ? `host:${root.path}` : `rootfs:${root.path}`;
  const plan = host.plan(
    { id: 1, uri, collector: 'host', address: '', name: null },
    { files: [{ path: '/srv/**' }], environment: {} },
  );
  const planned = plan.map((read) => (read.name.startsWith(root.path) ? read.name.slice(root.path.length) : read.name));
  // A link on the way, and what only the configuration names.
  const others = ['/var/run', '/etc/docker/tls/key.pem', '/proc/self/mountinfo'];
  const unplanned = [...seen].filter((file) => !isPlanned(file, planned) && !others.includes(file));
  expect(unplanned.sort()).toEqual([]);
  expect(seen.size).toBeGreaterThan(200);
});
