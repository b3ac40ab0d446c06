import { expect, test } from 'vitest';
import { readHostView, unseenHost } from '../../../collectors/docker/engine-host.ts';
import { limitsWith } from '../../../engine/index.ts';
import { cannedContainer, cannedEngine, serving } from './canned.ts';
import { collectFrom, factsOf } from './collecting.ts';
import { startStandIn } from './stand-in.ts';

const shell = cannedContainer('a', {
  Config: { Image: 'app', Healthcheck: { Test: ['CMD-SHELL', 'curl -f localhost'] } },
});
const direct = cannedContainer('b', { Config: { Image: 'app', Healthcheck: { Test: ['CMD', '/probe', 'now'] } } });

function event(container: string, command: string, execID: string): string {
  const attributes = { execID, name: `c-${container}`, image: 'app' };
  const actor = { ID: container, Attributes: attributes };
  return JSON.stringify({ Type: 'container', Action: `exec_create: ${command}`, Actor: actor, time: 1_700_000_000 });
}

const events = [
  event('a', '/bin/sh -c curl -f localhost', 'h1'),
  event('b', '/probe now', 'h2'),
  event('a', 'sh ', 'p1'),
  event('b', '/bin/sh -c curl -f localhost', 'p2'),
];

test('exec events of healthchecks are left out, those of people are given with user and rights', async () => {
  const answers = cannedEngine([shell, direct], {
    '/events': `${events.join('\n')}\n`,
    '/exec/p1/json': { ProcessConfig: { user: 'root', privileged: true } },
  });
  const engine = await startStandIn({ engine: null, fault: serving(answers) });
  try {
    const at = '2023-11-14T22:13:20Z';
    expect(factsOf(await collectFrom(engine.uri), 'engine', 'canned')['execEvents']).toEqual([
      { container: 'c-a', user: 'root', privileged: true, at, error: null },
      { container: 'c-b', user: null, privileged: null, at, error: 'vanished' },
    ]);
  } finally {
    await engine.stop();
  }
});

test('the end of the period is the clock of the engine, to the nanosecond', async () => {
  let until = '';
  const served = serving(
    cannedEngine([], { '/info': { Name: 'x', SystemTime: '2026-01-01T01:00:00.000000042+01:00' } }),
  );
  const engine = await startStandIn({
    engine: null,
    fault(name, query) {
      if (name === '/events') until = query.get('until') ?? '';
      return served(name);
    },
  });
  try {
    await collectFrom(engine.uri);
    expect(until).toBe('1767225600.000000042');
  } finally {
    await engine.stop();
  }
});

test('an engine over TCP tells nothing of its machine, whatever runs on ours', async () => {
  const endpoint = { kind: 'tcp', uri: 'tcp://h:1', host: 'h', port: 1, tls: null } as const;
  const view = await readHostView(endpoint, limitsWith(), new AbortController().signal);
  const { mountOf, ...facts } = view;
  const { mountOf: unseenMountOf, ...unseen } = unseenHost('not-supported');
  expect(facts).toEqual(unseen);
  expect(await mountOf('/')).toEqual(await unseenMountOf('/'));
});
