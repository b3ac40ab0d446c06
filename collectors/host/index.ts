import type { Collector } from '../contract.ts';
import { collectHost } from './collect.ts';
import { planHost } from './plan.ts';

export { insideContainer } from './container.ts';
export {
  type DataRootMount,
  type EngineConfiguration,
  type EngineConfigurationOptions,
  readEngineConfiguration,
  type Setting,
} from './engine-configuration.ts';
export { type HostRoot, type HostRootOptions, hostRoot } from './host-root.ts';

/** Reads a host: this machine, one mounted in a folder, or a tree at rest. Files, and a few commands on this machine. */
export const host: Collector = {
  id: 'host',
  schemes: ['rootfs:', 'host:', 'host'],
  forms: [
    { form: 'host', meaning: 'this machine' },
    { form: 'host:DIR', meaning: 'a running machine whose root is mounted at a folder' },
    { form: 'rootfs:DIR', meaning: 'the root file system of a machine at rest' },
  ],
  kinds: ['host', 'image'],
  plan: planHost,
  collect: collectHost,
};
