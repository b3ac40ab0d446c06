import type { ResultResource, ResultTarget } from '../../engine/index.ts';

const started = '2026-11-22T04:59:51Z';
const finished = '2026-11-22T05:00:00Z';

/** The three targets of the sample: a host read without root, an engine, and an engine that refuses. */
export function sampleTargets(complete: boolean, resources: ResultResource[]): ResultTarget[] {
  const number = (kind: string) => resources.filter((resource) => resource.kind === kind).length;
  const kind = (name: string) => ({
    status: 'complete' as const,
    expected: number(name),
    seen: number(name),
    judged: number(name),
  });
  const host: ResultTarget = {
    id: 1,
    uri: 'host',
    name: 'web-01',
    snapshot: 0,
    status: complete ? 'collected' : 'partial',
    kinds: { host: { ...kind('host'), status: complete ? 'complete' : 'partial' } },
    problems: complete
      ? []
      : [{ code: 'permission-denied', message: 'not root', kind: 'host', subject: '/etc/audit/rules.d' }],
    startedAt: started,
    finishedAt: finished,
    gaps: complete ? [] : [{ kind: 'host', fact: 'auditRules', code: 'permission-denied', resources: 1, checks: 5 }],
  };
  const docker: ResultTarget = {
    id: 2,
    uri: 'docker:unix:///var/run/docker.sock',
    name: 'web-01',
    snapshot: 0,
    status: 'collected',
    kinds: Object.fromEntries(['engine', 'container', 'image', 'network'].map((name) => [name, kind(name)])),
    problems: [],
    startedAt: started,
    finishedAt: finished,
    gaps: complete
      ? []
      : [
          { kind: 'container', fact: 'mounts', code: 'timeout', resources: 1, checks: 1 },
          { kind: 'container', fact: 'user', code: 'timeout', resources: 1, checks: 1 },
        ],
  };
  const refused: ResultTarget = {
    id: 3,
    uri: 'docker:tcp://db-02.example.org:2376',
    name: 'db-02',
    snapshot: 0,
    status: 'failed',
    kinds: Object.fromEntries(
      ['engine', 'container'].map((name) => [name, { status: 'failed' as const, expected: 0, seen: 0, judged: 0 }]),
    ),
    problems: [{ code: 'unreachable', message: 'connect ECONNREFUSED 10.1.0.22:2376' }],
    startedAt: started,
    finishedAt: finished,
    gaps: [],
  };
  return complete ? [host, docker] : [host, docker, refused];
}
