import type { Facts } from '../../engine/index.ts';
import { at, type Json, textOf, textOrNull, textsOf } from './shape.ts';

type Confinement = Pick<
  Facts<'container'>,
  'noNewPrivileges' | 'seccompProfile' | 'apparmorProfile' | 'selinuxLabel' | 'systemPathsUnconfined'
>;

/**
 * What confines a container, from its security options. An option is `name=value`, or `name:value` as old engines
 * wrote it; the last one of a name counts.
 */
export function confinementOf(inspect: Json): Confinement {
  const host = at(inspect, 'HostConfig');
  const options = textsOf(host['SecurityOpt']).map(splitOption);
  const last = (name: string) => options.findLast((option) => option.name === name)?.value;
  const labels = options.filter((option) => option.name === 'label').map((option) => option.value);
  const seccomp = last('seccomp');
  return {
    noNewPrivileges: noNewPrivilegesOf(last('no-new-privileges')),
    seccompProfile: seccomp === undefined ? null : seccompOf(seccomp),
    apparmorProfile: last('apparmor') || textOrNull(inspect['AppArmorProfile']),
    selinuxLabel: labels.includes('disable') ? 'disable' : selinuxOf(labels, textOf(inspect['ProcessLabel'])),
    systemPathsUnconfined:
      last('systempaths') === 'unconfined' || isEmptyList(host['MaskedPaths']) || isEmptyList(host['ReadonlyPaths']),
  };
}

function splitOption(option: string): { name: string; value: string } {
  const match = /^([a-z-]+)[=:]([\s\S]*)$/.exec(option);
  return match === null ? { name: option, value: '' } : { name: match[1] ?? '', value: match[2] ?? '' };
}

/** The bare option switches it on; anything the engine does not read as a boolean it refuses. */
function noNewPrivilegesOf(value: string | undefined): boolean | null {
  if (value === undefined) return null;
  return !['false', '0', 'f', 'F', 'FALSE', 'False'].includes(value);
}

/** A profile of one's own comes as a path or as the JSON itself; which one does not matter to a rule. */
function seccompOf(value: string): string {
  if (value === 'unconfined') return 'unconfined';
  return value === 'builtin' || value === 'default' ? 'builtin' : 'custom';
}

function selinuxOf(labels: string[], processLabel: string): string | null {
  if (processLabel !== '') return processLabel;
  return labels.length === 0 ? null : labels.join(',');
}

/** Null is the engine's own list; a list without entries was asked for. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
