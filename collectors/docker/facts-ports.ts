import type { Facts } from '../../engine/index.ts';
import type { Attempt } from './facts.ts';
import { at, compareText, type Json, listOf, objectOf, sortedBy, textOf, Unreadable } from './shape.ts';

type ContainerFacts = Facts<'container'>;
type Port = ContainerFacts['ports'][number];

/** What a container shows of its network. */
export interface NetworkView {
  id: string;
  name: string;
  driver: string;
  internal: boolean;
  isDefaultBridge: boolean;
}

/** The networks a container is attached to, sorted by name. @param networks - those of the engine, by id and by name. */
export function networksOf(inspect: Json, networks: ReadonlyMap<string, NetworkView>): ContainerFacts['networks'] {
  const attached = Object.entries(at(inspect, 'NetworkSettings.Networks')).map(([name, endpoint]) => {
    const network = networks.get(textOf(objectOf(endpoint)['NetworkID'])) ?? networks.get(name);
    return {
      name: network?.name ?? name,
      driver: network?.driver ?? null,
      internal: network?.internal ?? null,
      isDefaultBridge: network?.isDefaultBridge ?? name === 'bridge',
    };
  });
  return sortedBy(attached, (network) => network.name);
}

/** The network mode by name: `default` is the engine's bridge, and an id is turned into its network's name. */
export function networkModeOf(value: unknown, networks: Attempt<ReadonlyMap<string, NetworkView>>): string {
  const mode = textOf(value);
  if (mode === '' || mode === 'default') return 'bridge';
  return ('value' in networks ? networks.value.get(mode)?.name : undefined) ?? mode;
}

/**
 * Exposed and published ports. For a running container what is published now, else what would be at its start.
 * No address means every interface; no port means one chosen at start.
 */
export function portsOf(inspect: Json): Port[] {
  const exposed = at(inspect, 'Config.ExposedPorts');
  const wanted = at(inspect, 'HostConfig.PortBindings');
  const current = at(inspect, 'NetworkSettings.Ports');
  const publishAll = at(inspect, 'HostConfig')['PublishAllPorts'] === true;
  const ports: Port[] = [];
  for (const key of new Set([...Object.keys(exposed), ...Object.keys(wanted), ...Object.keys(current)])) {
    const port = portOf(key);
    const bindings = firstFilled(current[key], wanted[key]);
    for (const binding of bindings) {
      const { HostIp, HostPort } = objectOf(binding);
      ports.push({ ...port, hostIp: textOf(HostIp) || '0.0.0.0', hostPort: portNumber(textOf(HostPort)) });
    }
    if (bindings.length === 0) ports.push({ ...port, hostIp: publishAll ? '0.0.0.0' : null, hostPort: 0 });
  }
  return ports.sort(comparePorts);
}

function firstFilled(...lists: unknown[]): readonly unknown[] {
  return lists.map(listOf).find((list) => list.length > 0) ?? [];
}

function comparePorts(one: Port, other: Port): number {
  return (
    one.containerPort - other.containerPort ||
    compareText(one.protocol, other.protocol) ||
    compareText(one.hostIp ?? '', other.hostIp ?? '') ||
    one.hostPort - other.hostPort
  );
}

/** `80/tcp` and the bare `80`. */
export function portOf(key: string): { containerPort: number; protocol: string } {
  const [number = '', protocol = 'tcp'] = key.split('/');
  return { containerPort: portNumber(number), protocol: protocol.toLowerCase() };
}

function portNumber(text: string): number {
  if (text === '') return 0;
  // A range is published on the first free port in it; its first one stands for it.
  const match = /^(\d{1,5})(?:-\d{1,5})?$/.exec(text);
  if (match === null) throw new Unreadable('parse-error', 'expected a port');
  return Number(match[1]);
}
