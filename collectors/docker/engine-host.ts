import type { Facts, Limits, MissingCode } from '../../engine/index.ts';
import { readEngineConfiguration } from '../host/engine-configuration.ts';
import { hostRoot } from '../host/host-root.ts';
import type { Endpoint } from './endpoint.ts';
import type { Attempt } from './facts.ts';

type EngineFacts = Facts<'engine'>;

/** What the machine of an engine tells beyond its API. */
export interface HostView {
  configuration: Attempt<EngineFacts['configuration']>;
  configurationFile: Attempt<EngineFacts['configurationFile']>;
  listeners: Attempt<EngineFacts['listeners']>;
  sockets: Attempt<EngineFacts['sockets']>;
  /** The mount that holds a folder of the machine. */
  mountOf(folder: string): Promise<Attempt<EngineFacts['dataRootMount']>>;
}

/** An engine whose machine cannot be looked at. */
export function unseenHost(code: MissingCode): HostView {
  const nothing = { code };
  return {
    configuration: nothing,
    configurationFile: nothing,
    listeners: nothing,
    sockets: nothing,
    mountOf: async () => nothing,
  };
}

/**
 * Reads the configuration of the daemon that serves a local socket. An engine over TCP is not of this machine; a
 * socket whose daemon is not among our processes (a forwarded one, or we are in a container) is none of ours either.
 */
export async function readHostView(endpoint: Endpoint, limits: Limits, signal: AbortSignal): Promise<HostView> {
  if (endpoint.kind !== 'unix') return unseenHost('not-supported');
  const root = hostRoot({ path: '/', live: true, limits, signal });
  const found = await readEngineConfiguration(root, { socketPath: endpoint.socketPath });
  if (found.missing !== null && found.process === null) return unseenHost(found.missing);
  const known = <T>(value: T): Attempt<T> => (found.missing === null ? { value } : { code: found.missing });
  return {
    configuration: known(found.settings),
    configurationFile: { value: found.configurationFile },
    listeners: known(found.listeners),
    sockets: known(found.sockets),
    async mountOf(folder) {
      const mount = await found.dataRootMount(folder);
      if (mount.ok) return { value: mount.value };
      return { code: mount.code === 'absent' ? 'vanished' : mount.code };
    },
  };
}
