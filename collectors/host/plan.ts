import { limitsWith } from '../../engine/index.ts';
import type { CollectContext, PlannedRead, Target } from '../contract.ts';
import { rootOf } from './collect.ts';
import { hostRoot } from './host-root.ts';
import { readers } from './readers.ts';

/** Every file and command that an audit of the target would read, as paths of this machine. */
export function planHost(target: Target, context: Pick<CollectContext, 'files' | 'environment'>): PlannedRead[] {
  const { path, live } = rootOf(target);
  const root = hostRoot({ path, live, limits: limitsWith() });
  const planned: PlannedRead[] = [
    { what: 'file', name: '/etc/hostname', why: 'name of the host' },
    ...readers.filter((reader) => live || !reader.liveOnly).flatMap((reader) => reader.plan),
    ...context.files.map((request): PlannedRead => ({ what: 'file', name: request.path, why: 'a bundle asks for it' })),
  ];
  const here = planned.filter((read) => read.what !== 'command' || root.local);
  return here.map((read) =>
    read.what === 'file' && root.path !== '/' ? { ...read, name: prefixed(root.path, read.name) } : read,
  );
}

/** Some entries say what they mean rather than where it is. */
function prefixed(base: string, name: string): string {
  return name.startsWith('/') ? `${base}${name}` : name;
}
