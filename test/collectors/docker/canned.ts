/** Answers of an engine that is not there, for faults and shapes that no engine at hand gives. */
import type { Fault } from './stand-in.ts';

export type Answers = Readonly<Record<string, unknown>>;

const time = '2026-01-01T00:00:00.5Z';

/** A container as an engine of the given API lists and inspects it. */
export function cannedContainer(id: string, inspect: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Id: id,
    Name: `/c-${id}`,
    Created: time,
    Image: 'sha256:image',
    State: { Status: 'exited', Running: false, StartedAt: '0001-01-01T00:00:00Z' },
    Config: { Image: 'app', Env: null, Cmd: ['run'], Labels: {} },
    HostConfig: { NetworkMode: 'default', RestartPolicy: { Name: '' } },
    NetworkSettings: { Networks: {} },
    Mounts: [],
    ...inspect,
  };
}

/** Every answer that a collection asks for. @param more - answers that take the place of these or come on top. */
export function cannedEngine(containers: readonly Record<string, unknown>[], more: Answers = {}): Answers {
  const listed = containers.map(({ Id, Name }) => ({ Id, Names: [Name], ImageID: 'sha256:image', Mounts: [] }));
  const inspected = containers.map((container) => [`/containers/${String(container['Id'])}/json`, container]);
  return {
    '/version': { Version: '29.0.0', ApiVersion: '1.52', MinAPIVersion: '1.44' },
    '/info': { Name: 'canned', ID: 'engine-id', SystemTime: time, SecurityOptions: ['name=seccomp,profile=builtin'] },
    '/containers/json': listed,
    '/images/json': [{ Id: 'sha256:image', RepoTags: ['app:1'] }],
    '/images/sha256:image/json': { Id: 'sha256:image', RepoTags: ['app:1'], Os: 'linux', Size: 1, Created: time },
    '/images/sha256:image/history': [],
    '/networks': [],
    '/volumes': { Volumes: null, Warnings: null },
    '/events': '',
    ...Object.fromEntries(inspected),
    ...more,
  };
}

/** Serves answers by path; what is not among them is answered 404. */
export function serving(answers: Answers): (name: string) => Fault | undefined {
  return (name) => (Object.hasOwn(answers, name) ? { body: answers[name] } : undefined);
}
