import { limitsWith } from '../../engine/index.ts';
import type { PlanContext, PlannedRead, Target } from '../contract.ts';
import { rootOf } from './collect.ts';
import { containerFiles } from './container.ts';
import { plannedFiles } from './fact-reader.ts';
import { type HostRoot, hostRoot } from './host-root.ts';
import { readers } from './readers.ts';

/** Every file and command that an audit of the target would read, as paths of this machine. */
export function planHost(target: Target, context: PlanContext): PlannedRead[] {
  const { path, live } = rootOf(target);
  const root = hostRoot({ path, live, limits: limitsWith() });
  const planned: PlannedRead[] = [
    ...(root.local ? plannedFiles('whether this is a container', ...containerFiles) : []),
    ...plannedFiles('name of the host', '/proc/sys/kernel/hostname', '/etc/hostname'),
    ...readers.filter((reader) => live || !reader.liveOnly).flatMap((reader) => reader.plan),
    ...context.files.map((request): PlannedRead => ({ what: 'file', name: request.path, why: 'a bundle asks for it' })),
  ];
  if (!live && context.imageContents === true) {
    planned.push({ what: 'file', name: '/**', why: 'what is inside, as of an image' });
  }
  const placedReads = planned.filter((read) => isReadHere(read, root)).map((read) => placed(read, root));
  return [...new Map(placedReads.map((read) => [`${read.name}\0${read.why}`, read])).values()];
}

/** Commands are for this machine only; at rest nothing of the kernel is looked at. */
function isReadHere(read: PlannedRead, root: HostRoot): boolean {
  if (read.what === 'command') return root.local;
  return root.live || !/^\/(?:proc|sys)\//.test(read.name);
}

/** Where a file is on this machine. Some entries say what they mean rather than where it is. */
function placed(read: PlannedRead, root: HostRoot): PlannedRead {
  if (root.path === '/' || read.what === 'command' || !read.name.startsWith('/')) return read;
  const inside = read.name.replace(/^\/proc\/(?:self\/(?!ns\/)|(?=net\/))/, `${root.processFolder}/`);
  return { ...read, name: root.path + inside };
}
