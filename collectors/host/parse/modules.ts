/** Names of loaded modules in /proc/modules. */
export function parseLoadedModules(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((name) => name !== '');
}

/** Names in modules.builtin: `kernel/fs/ext4/ext4.ko` is ext4. */
export function parseBuiltinModules(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const name = /^([^/\s]+)\.ko$/.exec(line.slice(line.lastIndexOf('/') + 1).trimEnd())?.[1];
    return name === undefined ? [] : [moduleName(name)];
  });
}

/**
 * Names that modprobe.d(5) keeps from being loaded: `install NAME /bin/true` or `/bin/false`. `blacklist` only stops
 * aliases and does not count as disabled.
 */
export function parseDisabledModules(text: string): string[] {
  return text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const parts = /^\s*install\s+(\S+)\s+(?:\/usr)?(?:\/s?bin\/)?(?:true|false)\b/.exec(line);
      return parts === null ? [] : [moduleName(parts[1] ?? '')];
    });
}

/** The kernel takes `-` and `_` for the same. */
export function moduleName(name: string): string {
  return name.replaceAll('-', '_');
}
