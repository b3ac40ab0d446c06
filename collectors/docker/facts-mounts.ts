import type { Facts } from '../../engine/index.ts';
import { type Attempt, readValue } from './facts.ts';
import { flagOf, type Json, listOf, objectOf, sortedBy, textOf, textOrNull } from './shape.ts';

type Mount = Facts<'container'>['mounts'][number];

/** What a container shows of its volume. */
export interface VolumeView {
  driver: string;
  options: Mount['driverOptions'];
}

/**
 * Everything mounted into a container, with the options of its volumes. Where those could not be read and a volume
 * is mounted, the whole fact is missing: a list item is always whole.
 */
export function mountsOf(inspect: Json, volumes: Attempt<ReadonlyMap<string, VolumeView>>): Mount[] {
  const mounts = listOf(inspect['Mounts']).map((entry) => mountOf(objectOf(entry), volumes));
  return sortedBy(mounts, (mount) => mount.destination);
}

function mountOf(mount: Json, volumes: Attempt<ReadonlyMap<string, VolumeView>>): Mount {
  const name = textOrNull(mount['Name']);
  const source = textOrNull(mount['Source']);
  // Engines before 1.13 do not say the type: a mount with a name is a volume.
  const type = textOf(mount['Type']) || (name === null ? 'bind' : 'volume');
  const isVolume = type === 'volume' || type === 'cluster';
  const volume = isVolume && name !== null ? readValue(volumes).get(name) : undefined;
  return {
    type,
    source: type === 'tmpfs' ? null : source,
    destination: textOf(mount['Destination']),
    volume: isVolume ? name : null,
    driver: isVolume ? (textOrNull(mount['Driver']) ?? volume?.driver ?? null) : null,
    driverOptions: volume?.options ?? [],
    readOnly: !flagOf(mount['RW']),
    propagation: textOrNull(mount['Propagation']),
  };
}
