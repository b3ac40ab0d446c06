import type { Facts, MissingCode } from '../../engine/index.ts';
import type { HostView } from './engine-host.ts';
import type { Attempt } from './facts.ts';
import { type Json, sortedTexts, textsOf, Unreadable } from './shape.ts';

type Defaults = Facts<'container'>['engine'];
type Settings = Facts<'engine'>['configuration'];

/** What an engine applies to its containers, and which of that is not known. */
export interface EngineView {
  defaults: Defaults;
  missingDefaults: Partial<Record<keyof Defaults, MissingCode>>;
}

/** Security options of an engine: `name=seccomp,profile=builtin`, or the bare name as engines before 1.13 wrote it. */
export interface SecurityOptions {
  has(name: string): boolean;
  /** The profile of an option; null: none said. */
  profile(name: string): string | null;
}

/** Reads the security options of GET /info. */
export function securityOptionsOf(info: Json): SecurityOptions {
  const options = textsOf(info['SecurityOptions']).map((option) => {
    const fields = option.split(',').map((field) => field.split('='));
    const field = (name: string) => fields.find(([first]) => first === name)?.[1] ?? null;
    return { name: field('name') ?? option, profile: field('profile') };
  });
  return {
    has: (name) => options.some((option) => option.name === name),
    profile: (name) => options.find((option) => option.name === name)?.profile ?? null,
  };
}

/** The default seccomp profile: one word for the built-in one, whatever the engine calls it; null: no seccomp. */
export function seccompOf(options: SecurityOptions): string | null {
  if (!options.has('seccomp')) return null;
  const profile = options.profile('seccomp');
  return profile === null || profile === 'default' ? 'builtin' : profile;
}

/** The values of a setting of the daemon. @throws Unreadable where its configuration was not read. */
export function settingOf(configuration: Attempt<Settings>, name: string): string[] | null {
  if (!('value' in configuration)) throw new Unreadable(configuration.code, 'configuration not read');
  return configuration.value.find((setting) => setting.name === name)?.values ?? null;
}

/** Daemon-wide no-new-privileges: newer engines say it themselves, else the configuration does. */
export function noNewPrivilegesOf(options: SecurityOptions, host: HostView): boolean {
  if (options.has('no-new-privileges')) return true;
  return settingOf(host.configuration, 'no-new-privileges')?.at(-1) === 'true';
}

/** Joins what containers need of their engine. @param info - the answer to GET /info. @throws Unreadable */
export function engineViewOf(info: Json, host: HostView): EngineView {
  const options = securityOptionsOf(info);
  const missingDefaults: EngineView['missingDefaults'] = {};
  function orMissing<Name extends keyof Defaults>(name: Name, read: () => Defaults[Name], unknown: Defaults[Name]) {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      missingDefaults[name] = error.code;
      return unknown;
    }
  }
  const defaults: Defaults = {
    apparmor: options.has('apparmor'),
    selinux: options.has('selinux'),
    seccompProfile: seccompOf(options),
    usernsRemap: options.has('userns'),
    rootless: options.has('rootless'),
    noNewPrivileges: attemptNull(() => noNewPrivilegesOf(options, host)),
    sockets: orMissing('sockets', () => socketPathsOf(host), []),
    liveRestore: info['LiveRestoreEnabled'] === true,
    defaultUlimits: orMissing(
      'defaultUlimits',
      () => (settingOf(host.configuration, 'default-ulimits') ?? []).length > 0,
      false,
    ),
  };
  return { defaults, missingDefaults };
}

function attemptNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function socketPathsOf(host: HostView): string[] {
  if (!('value' in host.sockets)) throw new Unreadable(host.sockets.code, 'sockets not read');
  return sortedTexts(host.sockets.value.map((socket) => socket.path));
}
