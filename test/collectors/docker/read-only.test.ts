import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertReadOnly } from '../../../collectors/docker/client.ts';
import { planDocker } from '../../../collectors/docker/plan.ts';
import { type Dockerd, generations, startDockerd } from '../../support/dockerd.ts';
import { findBusybox } from '../../support/images.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { collectFrom } from './collecting.ts';
import { plant } from './planted.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const ready = findBusybox() === null ? [] : generations();

test('nothing but GET and HEAD can be sent', () => {
  for (const method of ['GET', 'HEAD']) expect(() => assertReadOnly(method)).not.toThrow();
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'get', ''])
    expect(() => assertReadOnly(method)).toThrow(/refused/);
});

describe.each(['20.10', 'current'] as const)('an engine of generation %s', (generation) => {
  describe('watched', skipUnless(ready.includes(generation), `dockerd ${generation}, its client and busybox`), () => {
    let daemon: Dockerd;
    let recorder: StandIn;
    beforeAll(async () => {
      daemon = await startDockerd({ generation });
      await plant(daemon);
      await daemon.docker('swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:0');
      recorder = await startStandIn({ engine: daemon.socket });
      await collectFrom(recorder.uri, { deep: true });
    });
    afterAll(async () => {
      await recorder?.stop();
      await daemon?.stop();
    });

    test('is asked for nothing but what the plan says, and never to change anything', () => {
      const asked = new Set(recorder.requests.map(patternOf));
      const target = { id: 1, uri: 'docker', collector: 'docker', address: '', name: null };
      const planned = planDocker(target, { files: [], environment: {}, deep: true })
        .filter(({ what }) => what === 'api')
        .map(({ name }) => name.replace(/\?.*/, ''));
      expect([...asked].sort()).toEqual(planned.sort());
    });

    test('is asked in the newest version of the API that both know', () => {
      expect([...recorder.versions]).toEqual([generation === 'current' ? '1.56' : '1.41']);
    });

    test('is as it was before', async () => {
      const before = await stateOf(daemon);
      await collectFrom(daemon.uri, { deep: true });
      expect(await stateOf(daemon)).toEqual(before);
    });
  });
});

/** The request with its ids left out, as the plan writes it. */
function patternOf(request: string): string {
  return request.replace(/\/(containers|images|exec)\/(?!json$)[^/]+\//, '/$1/{id}/');
}

async function stateOf(daemon: Dockerd): Promise<string[][]> {
  // The networks of a swarm come by themselves some time after it was made.
  const networks = ['network', 'ls', '-q', '--filter', 'scope=local', '--filter', 'name=inside'];
  const lists = [['ps', '-aq', '--no-trunc'], ['images', '-aq'], networks, ['volume', 'ls', '-q']];
  const answers = await Promise.all(lists.map((list) => daemon.docker(...list)));
  return answers.map((answer) => answer.split('\n').sort());
}
