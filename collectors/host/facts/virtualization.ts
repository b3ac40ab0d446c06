import { unsupportedWhenAbsent } from '../fact-reader.ts';
import type { HostRoot } from '../host-root.ts';
import { got, type Read, valueOr } from '../read.ts';

/** Vendors and products in the firmware's tables, with the name systemd-detect-virt uses. */
const firmware: readonly (readonly [RegExp, string])[] = [
  [/^(?:QEMU|KVM|Red Hat|RHEV)/, 'kvm'],
  [/^VMware/, 'vmware'],
  [/^(?:innotek|VirtualBox|Oracle Corporation)/, 'oracle'],
  [/^Xen/, 'xen'],
  [/^Bochs/, 'bochs'],
  [/^Parallels/, 'parallels'],
  [/^(?:Microsoft Corporation Virtual Machine|Microsoft Corporation Hyper-V)/, 'microsoft'],
  [/^Amazon EC2/, 'amazon'],
  [/^Google (?:Compute Engine|Google)/, 'google'],
  [/^Apple Virtualization/, 'apple'],
];

/** The container manager or hypervisor that shows itself; null: none. */
export async function readVirtualization(root: HostRoot): Promise<Read<string | null>> {
  const container = valueOr(await root.readText('/run/systemd/container'), '').trim();
  if (container !== '') return got(container);
  const vendor = valueOr(await root.readText('/sys/class/dmi/id/sys_vendor'), '').trim();
  const product = valueOr(await root.readText('/sys/class/dmi/id/product_name'), '').trim();
  for (const [pattern, name] of firmware) {
    if (pattern.test(`${vendor} ${product}`) || pattern.test(product)) return got(name);
  }
  const processor = await root.readText('/proc/cpuinfo');
  // Every x86 hypervisor sets this flag for its guests.
  if (processor.ok && /^flags\s*:.*\bhypervisor\b/m.test(processor.value)) return got('vm-other');
  return processor.ok ? got(null) : unsupportedWhenAbsent(processor);
}
