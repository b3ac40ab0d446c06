/** One mount, of a running system or of /etc/fstab. */
export interface Mount {
  source: string;
  target: string;
  fileSystem: string;
  /** Options of the mount, then those of its file system, each once. */
  options: string[];
  /** `major:minor`; empty in /etc/fstab. */
  device: string;
  /** Folder of the file system that is mounted; `/` for all of it. */
  root: string;
}

/** Parses /proc/PID/mountinfo (proc(5)). Lines that are cut short are left out. */
export function parseMountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const fields = line.split(' ');
    const separator = fields.indexOf('-', 6);
    const [, , device, root, target, options] = fields;
    const [fileSystem, source, superOptions] = fields.slice(separator + 1);
    if (separator < 0 || target === undefined || options === undefined || source === undefined) continue;
    mounts.push({
      source: unescapeOctal(source),
      target: unescapeOctal(target),
      fileSystem: fileSystem ?? '',
      options: unique([...options.split(','), ...(superOptions ?? '').split(',')]),
      device: device ?? '',
      root: unescapeOctal(root ?? '/'),
    });
  }
  return mounts;
}

/** Parses fstab(5); swap and entries without a mount point are left out. */
export function parseFstab(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [source, target, fileSystem, options] = line.trim().split(/\s+/);
    if (source === undefined || source.startsWith('#') || !target?.startsWith('/')) continue;
    mounts.push({
      source: unescapeOctal(source),
      target: unescapeOctal(target),
      fileSystem: fileSystem ?? 'auto',
      options: unique((options ?? 'defaults').split(',')),
      device: '',
      root: '/',
    });
  }
  return mounts;
}

/** `\040` stands for a blank in these files. */
function unescapeOctal(field: string): string {
  return field.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function unique(options: readonly string[]): string[] {
  return [...new Set(options.filter((option) => option !== ''))];
}

/** The mount that holds a path without links: the last one mounted on the longest matching target. */
export function mountHolding(mounts: readonly Mount[], path: string): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const holds = mount.target === '/' || path === mount.target || path.startsWith(`${mount.target}/`);
    if (holds && (best === null || mount.target.length >= best.target.length)) best = mount;
  }
  return best;
}
