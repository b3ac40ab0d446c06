import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, generations, startDockerd } from '../../support/dockerd.ts';
import { findBusybox } from '../../support/images.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { type Collection, collectFrom, modelFaults } from './collecting.ts';
import { expectedEngine, expectedResources, machineFacts } from './expected.ts';
import { normalized } from './normal.ts';
import { plant } from './planted.ts';

const ready = findBusybox() === null ? [] : generations();

describe.each(['20.10', 'current'] as const)('an engine of generation %s', (generation) => {
  describe(
    'read whole',
    skipUnless(ready.includes(generation), `dockerd ${generation}, its client and busybox`),
    () => {
      let daemon: Dockerd;
      let collection: Collection;
      beforeAll(async () => {
        daemon = await startDockerd({ generation, flags: ['--log-level=warn'] });
        await plant(daemon);
        collection = await collectFrom(daemon.uri);
      });
      afterAll(async () => daemon?.stop());

      test('every resource is given as it was planted', () => {
        const resources = normalized(collection.resources, daemon.folder);
        expect(resources.filter(({ kind }) => kind !== 'engine')).toEqual(expectedResources(generation));
      });

      test('the engine is given with the configuration of its own daemon', () => {
        const [engine] = normalized(collection.resources, daemon.folder).filter(({ kind }) => kind === 'engine');
        const ours = Object.entries(engine!.facts).filter(([name]) => !machineFacts.includes(name));
        expect(Object.fromEntries(ours)).toEqual(expectedEngine(generation));
        const settings = engine!.facts['configuration'] as { name: string; values: string[]; origin: string }[];
        expect(settings.find(({ name }) => name === 'log-level')).toEqual({
          name: 'log-level',
          values: ['warn'],
          origin: 'argument',
        });
      });

      test('everything fits the document model', () => {
        expect(modelFaults(collection.resources)).toEqual([]);
      });

      test('the summary counts what is there', () => {
        const complete = (count: number) => ({ status: 'complete', expected: count, seen: count });
        expect(collection.summary).toEqual({
          name: expect.any(String),
          about: expect.stringMatching(/^Docker \S+/),
          status: 'collected',
          kinds: {
            engine: complete(1),
            container: complete(3),
            image: complete(1),
            network: complete(3),
            volume: complete(2),
            swarm: complete(0),
            'swarm-service': complete(0),
            'swarm-node': complete(0),
          },
          problems: [],
          phrase: '3 containers, 1 image, 3 networks',
          advice: null,
        });
      });

      test('a container made again keeps its key, also where the engine made up its name', async () => {
        const keyOf = (all: Collection, name: string) => all.resources.find((resource) => resource.name === name)?.key;
        await daemon.docker('rename', 'brave_lovelace', 'zen_hopper');
        const again = await collectFrom(daemon.uri, { kinds: new Set(['container']) });
        expect(keyOf(again, 'zen_hopper')).toBe(keyOf(collection, 'brave_lovelace'));
      });

      test('kinds that are not wanted are not read', async () => {
        const { summary, resources } = await collectFrom(daemon.uri, { kinds: new Set(['network']) });
        expect(new Set(resources.map(({ kind }) => kind))).toEqual(new Set(['network']));
        expect(summary.kinds['container']).toEqual({ status: 'not-requested', expected: 0, seen: 0 });
        expect(summary.status).toBe('collected');
      });
    },
  );
});
