/** Names as `uname -m` gives them, by e_machine of the ELF header. */
const machines: Readonly<Record<number, string>> = {
  3: 'i686',
  8: 'mips',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'armv7l',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv64',
  258: 'loongarch64',
};

/** Processor an ELF file is built for; null: not ELF, or of another processor. */
export function elfArchitecture(bytes: Buffer): string | null {
  if (bytes.length < 20 || bytes.readUInt32BE(0) !== 0x7f454c46) return null;
  const isLittle = bytes[5] === 1;
  const machine = isLittle ? bytes.readUInt16LE(18) : bytes.readUInt16BE(18);
  if (machine === 21 && isLittle) return 'ppc64le';
  return machines[machine] ?? null;
}
