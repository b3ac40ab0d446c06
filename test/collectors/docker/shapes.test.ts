import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unseenHost } from '../../../collectors/docker/engine-host.ts';
import type { FactSheet } from '../../../collectors/docker/facts.ts';
import { containerFacts } from '../../../collectors/docker/facts-container.ts';
import { engineFacts } from '../../../collectors/docker/facts-engine.ts';
import { imageFacts } from '../../../collectors/docker/facts-image.ts';
import { networkFacts, volumeFacts } from '../../../collectors/docker/facts-network.ts';
import { swarmFacts, swarmNodeFacts, swarmServiceFacts } from '../../../collectors/docker/facts-swarm.ts';
import { type Json, timeOf, timeOfSeconds } from '../../../collectors/docker/shape.ts';
import type { KindName } from '../../../engine/index.ts';
import { words } from '../../support/dockerd.ts';
import { modelFaults } from './collecting.ts';

const unknown = { code: 'timeout' } as const;
const host = unseenHost('not-supported');

/** Reads a foreign object as a resource of each kind. */
const readers: Record<string, (json: Json) => FactSheet> = {
  container: (json) =>
    containerFacts(json, {
      runtime: 'docker',
      image: unknown,
      networks: { value: new Map() },
      volumes: { value: new Map() },
      serviceRestartPolicy: { value: null },
      execSessions: { value: [] },
      processes: { value: null },
      engine: unknown,
    }),
  image: (json) => imageFacts(json, { history: { value: json['History'] }, containers: { value: 1 } }),
  engine: (json) =>
    engineFacts({
      info: { value: json },
      version: json,
      host,
      dataRootMount: unknown,
      images: unknown,
      oldestUnusedImageAt: unknown,
      oldestStoppedContainerAt: { value: null },
      interContainerCommunication: unknown,
      execEvents: unknown,
    }),
  network: (json) => networkFacts(json, { value: [] }),
  volume: (json) => volumeFacts(json, { value: [] }),
  swarm: (json) => swarmFacts(json, { info: json, nodes: { value: [json] }, secrets: { value: 0 } }),
  'swarm-service': (json) => swarmServiceFacts(json, { value: new Map() }),
  'swarm-node': swarmNodeFacts,
};

/** Names of fields that are looked at, so that what is made up is looked at too. */
const fields = words(`
  Config HostConfig NetworkSettings State Mounts Ports Networks Created Labels Env Cmd Healthcheck Test ExposedPorts
  PortBindings SecurityOpt CapAdd Memory Ulimits History RepoTags Size Spec TaskTemplate ContainerSpec Mode Options
  IPAM Plugins Runtimes RegistryConfig IndexConfigs SecurityOptions Swarm ApiVersion Driver DriverStatus Endpoint
  Privileged User Health Status DeviceRequests DeviceCgroupRules Capabilities DeviceIDs PublishAllPorts
`);
const leaf = fc.oneof(
  fc.constantFrom(null, true, false, '', 0, -1, 2 ** 60, 'no-new-privileges', '80/tcp', '0001-01-01T00:00:00Z'),
  fc.string(),
  fc.integer(),
);
const { value: foreign } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5, depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom(...fields, '__proto__', 'constructor'), tie('value'), { maxKeys: 6 }),
}));

test.each(Object.keys(readers))(
  'whatever an engine says of a %s, each fact is given in its shape or missing',
  (kind) => {
    const object = fc.dictionary(fc.constantFrom(...fields), foreign, { maxKeys: 12 });
    fc.assert(
      fc.property(object, (json) => {
        const sheet = readers[kind]!(json);
        const resource = { kind: kind as KindName, key: 'k', id: 'i', name: 'n', labels: {}, ...sheet };
        expect(modelFaults([resource])).toEqual([]);
      }),
      { numRuns: 300 },
    );
  },
);

test.each([
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
  ['2026-01-02T03:04:05.120000000Z', '2026-01-02T03:04:05.12Z'],
  ['2026-01-02T01:04:05.000+02:00', '2026-01-01T23:04:05Z'],
  ['0001-01-01T00:00:00Z', null],
  ['', null],
  [undefined, null],
])('the time %j is %j', (foreignTime, time) => {
  expect(timeOf(foreignTime)).toBe(time);
});

test.each(['yesterday', '2026-13-01T00:00:00Z', 5, '2026-01-01'])('%j is no time', (foreignTime) => {
  expect(() => timeOf(foreignTime)).toThrow('expected');
});

test('seconds since 1970 are a time, and none stated is null', () => {
  expect(timeOfSeconds(1_700_000_000)).toBe('2023-11-14T22:13:20Z');
  expect([timeOfSeconds(0), timeOfSeconds(-62_135_596_800), timeOfSeconds(null)]).toEqual([null, null, null]);
});
