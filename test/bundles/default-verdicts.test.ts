import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../engine/index.ts';
import { resourceOf } from '../support/policy-fixture.ts';
import { type BuiltBundle, judge, openBundle, wholeExamples, wholeResource } from './built-bundle.ts';
import {
  plainNginx,
  wellConfiguredNginx,
  wellConfiguredPostgres,
  wellConfiguredTraefik,
} from './ordinary-containers.ts';
import { ordinary } from './ordinary-resources.ts';

let built: BuiltBundle;

beforeAll(async () => {
  built = await openBundle('default');
});

afterAll(() => built?.close());

/** `severity rule part` of every finding, sorted. */
function findingsOf(outcomes: readonly Outcome[]): string[] {
  const severities = new Map(built.bundle.catalogue.rules.map(({ id, severity }) => [id, severity]));
  const failed = outcomes.filter(({ status }) => status === 'fail');
  return failed
    .flatMap(({ rule, findings }) =>
      findings.map(({ part }) => [severities.get(rule!), rule!.replace('plimsoll/', ''), part].join(' ').trim()),
    )
    .sort();
}

describe('well-configured containers', () => {
  const containers = { nginx: wellConfiguredNginx, postgres: wellConfiguredPostgres };

  test.each(Object.entries(containers))('%s has no finding', async (key, facts) => {
    expect(findingsOf(await judge(built.bundle, [resourceOf(key, { ...facts })]))).toEqual([]);
  });

  test('the proxy in front is asked about its open ports only', async () => {
    expect(findingsOf(await judge(built.bundle, [resourceOf('traefik', { ...wellConfiguredTraefik })]))).toEqual([
      'medium container-port-host-interface 443/tcp',
      'medium container-port-host-interface 80/tcp',
    ]);
  });
});

test('a container started with nothing but its image is told what that leaves open', async () => {
  expect(findingsOf(await judge(built.bundle, [resourceOf('nginx', { ...plainNginx })]))).toEqual([
    'high container-runs-as-non-root',
    'medium container-image-pinned',
    'medium container-memory-limit',
    'medium container-no-new-privileges',
    'medium container-pids-limit',
  ]);
});

test('a container that gives the host away is critical, once for each way out', async () => {
  const wideOpen = {
    ...plainNginx,
    privileged: true,
    capAdd: ['SYS_ADMIN'],
    pidMode: 'host',
    mounts: [{ ...wellConfiguredNginx.mounts[0]!, source: '/', destination: '/host', readOnly: false }],
  };
  const findings = findingsOf(await judge(built.bundle, [resourceOf('wide-open', wideOpen)]));
  expect(findings.filter((finding) => /^(critical|high)/.test(finding))).toEqual([
    'critical container-docker-socket-mount /host',
    'critical container-host-control-capabilities SYS_ADMIN',
    'critical container-privileged',
    'high container-host-pid',
    'high container-runs-as-non-root',
    'high container-seccomp-unconfined',
    'high container-sensitive-host-mounts /host',
  ]);
});

test('ordinary resources of the other kinds have no finding', async () => {
  const resources = Object.keys(ordinary).map((kind) => wholeResource(kind, kind));
  expect(findingsOf(await judge(built.bundle, resources))).toEqual([]);
});

test('rules for other runtimes do not apply', async () => {
  const pod = resourceOf('pod', { ...wellConfiguredTraefik, runtime: 'kubernetes' });
  const outcomes = await judge(built.bundle, [pod]);
  const skipped = outcomes
    .filter(({ reasons }) => reasons.some(({ code }) => code === 'runtime'))
    .map(({ rule }) => rule);
  const limited = built.bundle.catalogue.rules.filter(({ kind, runtimes }) => kind === 'container' && runtimes);
  expect(skipped.sort()).toEqual(limited.map(({ id }) => id).sort());
});

describe('examples as whole resources', () => {
  test('good ones do not fail and bad ones do', async () => {
    const examples = wholeExamples(built).filter(({ tailored }) => !tailored);
    const outcomes = await judge(
      built.bundle,
      examples.map(({ resource }) => resource),
    );
    const failed = new Set(outcomes.filter(({ status }) => status === 'fail').map(({ rule, key }) => `${rule} ${key}`));
    const wrong = examples.filter(({ rule, good, resource }) => failed.has(`${rule.id} ${resource.key}`) === good);
    expect(wrong.map(({ resource }) => resource.key)).toEqual([]);
  });

  test('the size of batches changes nothing', async () => {
    const resources = wholeExamples(built).map(({ resource }) => resource);
    const inBatches = await judge(built.bundle, resources);
    expect(inBatches.length).toBeGreaterThan(resources.length);
    expect(await judge(built.bundle, resources, { batch: 1 })).toEqual(inBatches);
    expect(await judge(built.bundle, resources, { batch: 1000 })).toEqual(inBatches);
  });
});
