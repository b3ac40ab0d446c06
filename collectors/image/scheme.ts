import type { Target } from '../contract.ts';

/** The scheme of a target of this collector, and what follows it. */
export function schemeOf(target: Pick<Target, 'uri'>): { scheme: string; address: string } {
  if (target.uri.startsWith('docker://')) return { scheme: 'registry', address: target.uri.slice('docker://'.length) };
  const colon = target.uri.indexOf(':');
  return { scheme: target.uri.slice(0, colon), address: target.uri.slice(colon + 1) };
}
