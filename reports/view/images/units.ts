/** `214.9 MB`, in powers of 1000 as `docker image ls` has them. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `layer 2`, and what became of it there; empty: not known. */
export function layerText(layer: number | null, removedIn: number | null = null): string {
  if (layer === null) return '';
  return removedIn === null ? `layer ${layer}` : `layer ${layer}, hidden by layer ${removedIn} and still shipped`;
}
