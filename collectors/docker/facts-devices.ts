import type { Facts } from '../../engine/index.ts';
import { redactText } from '../redact.ts';
import { compareText, integerOf, listOf, objectOf, sortedTexts, textOf, textOrNull, textsOf } from './shape.ts';

type ContainerFacts = Facts<'container'>;

/** A device of the host that is named by its path. */
export function deviceOf(value: unknown): ContainerFacts['devices'][number] {
  const device = objectOf(value);
  const path = textOf(device['PathOnHost']);
  const permissions = textOf(device['CgroupPermissions']);
  return { path, containerPath: textOf(device['PathInContainer']) || path, permissions };
}

/** Devices that are asked for by driver, id or capability. Options of a driver are left out: they are free text. */
export function deviceRequestsOf(value: unknown): ContainerFacts['deviceRequests'] {
  const requests = listOf(value).map((entry) => {
    const request = objectOf(entry);
    return {
      driver: textOrNull(request['Driver']),
      count: integerOf(request['Count']),
      ids: sortedTexts(textsOf(request['DeviceIDs']).map(redactText)),
      capabilities: sortedTexts(listOf(request['Capabilities']).flatMap(textsOf)),
    };
  });
  return requests.sort((one, other) => compareText(JSON.stringify(one), JSON.stringify(other)));
}
