/** Names of Linux capabilities by their number (capabilities(7)). */
const names =
  `chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service
net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin
sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override
mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore`.split(/\s+/);

/** Stands for an attribute that the kernel does not understand; a program with it does not start. */
const invalid = 'invalid';

/** Bytes of the attribute by its revision: one pair of sets, two pairs, two pairs and the user that counts as root. */
const lengths: Readonly<Record<number, number>> = { 1: 12, 2: 20, 3: 24 };

/**
 * Capabilities that a file gives or hands on, from its attribute `security.capability`, sorted: `CAP_NET_RAW`.
 * Numbers without a name become `CAP_41`; an attribute that is no capability is `invalid`.
 * @param hex - the attribute (struct vfs_cap_data of linux/capability.h, revisions 1 to 3, little endian)
 */
export function fileCapabilities(hex: string): string[] {
  const bytes = Buffer.from(hex, 'hex');
  const revision = bytes.length < 4 ? 0 : (bytes[3] ?? 0);
  if (lengths[revision] !== bytes.length || bytes.length * 2 !== hex.length) return [invalid];
  const found: string[] = [];
  for (let pair = 0; pair < (revision === 1 ? 1 : 2); pair++) {
    const set = bytes.readUInt32LE(4 + pair * 8) | bytes.readUInt32LE(8 + pair * 8);
    for (let bit = 0; bit < 32; bit++) {
      const number = pair * 32 + bit;
      const name = names[number];
      if ((set >>> bit) & 1) found.push(name === undefined ? `CAP_${number}` : `CAP_${name.toUpperCase()}`);
    }
  }
  return found.sort();
}
