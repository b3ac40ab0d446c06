import type { Facts } from '../../engine/index.ts';
import { redactText } from '../redact.ts';
import { type Attempt, type FactSheet, type Readers, readFacts, readValue } from './facts.ts';
import { namedValues } from './facts-limits.ts';
import type { VolumeView } from './facts-mounts.ts';
import type { NetworkView } from './facts-ports.ts';
import { at, flagOf, type Json, listOf, mapOf, objectOf, sortedTexts, textOf, textOrNull, timeOf } from './shape.ts';

type NetworkFacts = Facts<'network'>;
type VolumeFacts = Facts<'volume'>;

const bridgeOption = 'com.docker.network.bridge.';

/** Facts of one network. @param network - an item of GET /networks. */
export function networkFacts(network: Json, containers: Attempt<string[]>): FactSheet {
  const options = () => mapOf(network['Options']);
  const readers: Readers<NetworkFacts> = {
    driver: () => textOf(network['Driver']),
    scope: () => textOf(network['Scope']),
    createdAt: () => timeOf(network['Created']),
    internal: () => flagOf(network['Internal']),
    attachable: () => flagOf(network['Attachable']),
    ingress: () => flagOf(network['Ingress']),
    ipv6: () => flagOf(network['EnableIPv6']),
    // The option counts by its presence, its value is most often empty.
    encrypted: () => 'encrypted' in options() && options()['encrypted'] !== 'false',
    interContainerCommunication: () => bridgeCommunication(network),
    isDefaultBridge: () => isDefaultBridge(network),
    hostBindingAddress: () => bindingAddressOf(options()),
    options: () => namedValues(network['Options']),
    subnets: () =>
      sortedTexts(
        listOf(at(network, 'IPAM')['Config'])
          .map((pool) => textOf(objectOf(pool)['Subnet']))
          .filter((subnet) => subnet !== ''),
      ),
    containers: () => sortedTexts(readValue(containers)),
  };
  return readFacts(readers);
}

/** Whether containers of a bridge see each other, which is so unless switched off; null: not a bridge. */
export function bridgeCommunication(network: Json): boolean | null {
  if (textOf(network['Driver']) !== 'bridge') return null;
  return mapOf(network['Options'])[`${bridgeOption}enable_icc`] !== 'false';
}

/** The engine marks its own bridge; only the name tells it apart on engines that do not. */
export function isDefaultBridge(network: Json): boolean {
  const marked = mapOf(network['Options'])[`${bridgeOption}default_bridge`] === 'true';
  return marked || (textOf(network['Driver']) === 'bridge' && textOf(network['Name']) === 'bridge');
}

function bindingAddressOf(options: Record<string, string>): string | null {
  const address = options[`${bridgeOption}host_binding_ipv4`] ?? '';
  return address === '' || address === '0.0.0.0' ? null : address;
}

/** The part of a network that its containers show. @throws Unreadable */
export function networkViewOf(network: Json): NetworkView {
  return {
    id: textOf(network['Id']),
    name: textOf(network['Name']),
    driver: textOf(network['Driver']),
    internal: flagOf(network['Internal']),
    isDefaultBridge: isDefaultBridge(network),
  };
}

/** Facts of one volume. @param volume - an item of GET /volumes. */
export function volumeFacts(volume: Json, containers: Attempt<string[]>): FactSheet {
  const readers: Readers<VolumeFacts> = {
    driver: () => textOf(volume['Driver']),
    scope: () => textOf(volume['Scope']) || 'local',
    createdAt: () => timeOf(volume['CreatedAt']),
    mountpoint: () => textOrNull(volume['Mountpoint']),
    options: () => namedValues(volume['Options']),
    bindSource: () => bindSourceOf(volume),
    containers: () => sortedTexts(readValue(containers)),
  };
  return readFacts(readers);
}

/** A local volume may be a bind mount in disguise: `type=none`, `o=bind`, `device=/path`. */
function bindSourceOf(volume: Json): string | null {
  const { device = '', o = '', type = '' } = mapOf(volume['Options']);
  const binds = o.split(',').some((option) => option === 'bind' || option === 'rbind') || type === 'bind';
  return textOf(volume['Driver']) === 'local' && binds && device !== '' ? redactText(device) : null;
}

/** The part of a volume that its containers show. @throws Unreadable */
export function volumeViewOf(volume: Json): VolumeView {
  return { driver: textOf(volume['Driver']), options: namedValues(volume['Options']) };
}
