import type { z } from 'zod';
import { container } from './container.ts';
import { dockerfile } from './dockerfile.ts';
import { engine } from './engine.ts';
import { host } from './host.ts';
import { image } from './image.ts';
import { network, swarm, swarmNode, swarmService, volume } from './network.ts';

/** Every kind of resource, with the schema of its facts. A kind that is not in this table does not exist. */
export const kinds = {
  container: container,
  dockerfile: dockerfile,
  engine: engine,
  host: host,
  image: image,
  network: network,
  swarm: swarm,
  'swarm-node': swarmNode,
  'swarm-service': swarmService,
  volume: volume,
} as const;

export type KindName = keyof typeof kinds;

/** Names of all kinds, in the order of a snapshot's lines. */
export const kindNames = Object.keys(kinds).sort() as KindName[];

/** The facts of a kind by its name, as collectors must give them. */
export type Facts<K extends KindName> = z.infer<(typeof kinds)[K]>;

export function isKind(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}
