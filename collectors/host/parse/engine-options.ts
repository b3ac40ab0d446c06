/** One option of dockerd. */
export interface EngineOption {
  /** Name in daemon.json, or that of the option where daemon.json has none. */
  name: string;
  /** Name on the command line, where it differs. */
  flag?: string;
  short?: string;
  kind: 'boolean' | 'text' | 'list';
  /** Values in force when neither the command line nor daemon.json says anything. */
  default: readonly string[];
}

const on = ['true'];
const off = ['false'];

/** Options of dockerd with their defaults (dockerd's reference, engine 20 to 29). Others are passed on as they are. */
export const engineOptions: readonly EngineOption[] = [
  { name: 'hosts', flag: 'host', short: 'H', kind: 'list', default: ['unix:///var/run/docker.sock'] },
  { name: 'debug', short: 'D', kind: 'boolean', default: off },
  { name: 'log-level', short: 'l', kind: 'text', default: ['info'] },
  { name: 'bridge', short: 'b', kind: 'text', default: [] },
  { name: 'group', short: 'G', kind: 'text', default: ['docker'] },
  { name: 'data-root', short: 'g', kind: 'text', default: ['/var/lib/docker'] },
  { name: 'exec-root', kind: 'text', default: ['/var/run/docker'] },
  { name: 'pidfile', short: 'p', kind: 'text', default: ['/var/run/docker.pid'] },
  { name: 'storage-driver', short: 's', kind: 'text', default: [] },
  { name: 'config-file', kind: 'text', default: ['/etc/docker/daemon.json'] },
  { name: 'tls', kind: 'boolean', default: off },
  { name: 'tlsverify', kind: 'boolean', default: off },
  { name: 'tlscacert', kind: 'text', default: [] },
  { name: 'tlscert', kind: 'text', default: [] },
  { name: 'tlskey', kind: 'text', default: [] },
  { name: 'icc', kind: 'boolean', default: on },
  { name: 'iptables', kind: 'boolean', default: on },
  { name: 'ip6tables', kind: 'boolean', default: on },
  { name: 'ip-forward', kind: 'boolean', default: on },
  { name: 'ip-masq', kind: 'boolean', default: on },
  { name: 'ipv6', kind: 'boolean', default: off },
  { name: 'userland-proxy', kind: 'boolean', default: on },
  { name: 'live-restore', kind: 'boolean', default: off },
  { name: 'experimental', kind: 'boolean', default: off },
  { name: 'no-new-privileges', kind: 'boolean', default: off },
  { name: 'selinux-enabled', kind: 'boolean', default: off },
  { name: 'init', kind: 'boolean', default: off },
  { name: 'raw-logs', kind: 'boolean', default: off },
  { name: 'rootless', kind: 'boolean', default: off },
  { name: 'validate', kind: 'boolean', default: off },
  { name: 'allow-direct-routing', kind: 'boolean', default: off },
  { name: 'bridge-accept-fwmark', kind: 'text', default: [] },
  { name: 'userns-remap', kind: 'text', default: [] },
  { name: 'seccomp-profile', kind: 'text', default: ['builtin'] },
  { name: 'cgroup-parent', kind: 'text', default: [] },
  { name: 'default-runtime', kind: 'text', default: ['runc'] },
  { name: 'default-cgroupns-mode', kind: 'text', default: [] },
  { name: 'default-ipc-mode', kind: 'text', default: ['private'] },
  { name: 'containerd', kind: 'text', default: [] },
  { name: 'log-driver', kind: 'text', default: ['json-file'] },
  { name: 'log-opts', flag: 'log-opt', kind: 'list', default: [] },
  { name: 'labels', flag: 'label', kind: 'list', default: [] },
  { name: 'insecure-registries', flag: 'insecure-registry', kind: 'list', default: [] },
  { name: 'registry-mirrors', flag: 'registry-mirror', kind: 'list', default: [] },
  { name: 'authorization-plugins', flag: 'authorization-plugin', kind: 'list', default: [] },
  { name: 'default-ulimits', flag: 'default-ulimit', kind: 'list', default: [] },
  { name: 'default-address-pools', flag: 'default-address-pool', kind: 'list', default: [] },
  { name: 'default-network-opts', flag: 'default-network-opt', kind: 'list', default: [] },
  { name: 'runtimes', flag: 'add-runtime', kind: 'list', default: [] },
  { name: 'storage-opts', flag: 'storage-opt', kind: 'list', default: [] },
  { name: 'exec-opts', flag: 'exec-opt', kind: 'list', default: [] },
  { name: 'node-generic-resources', flag: 'node-generic-resource', kind: 'list', default: [] },
  { name: 'features', flag: 'feature', kind: 'list', default: [] },
  { name: 'cdi-spec-dirs', flag: 'cdi-spec-dir', kind: 'list', default: [] },
  { name: 'dns', kind: 'list', default: [] },
  { name: 'dns-opts', flag: 'dns-opt', kind: 'list', default: [] },
  { name: 'dns-search', kind: 'list', default: [] },
  { name: 'http-proxy', kind: 'text', default: [] },
  { name: 'https-proxy', kind: 'text', default: [] },
  { name: 'no-proxy', kind: 'text', default: [] },
];

const byFlag = new Map(engineOptions.map((option) => [option.flag ?? option.name, option]));
const byShort = new Map(
  engineOptions.flatMap((option) => (option.short === undefined ? [] : [[option.short, option]])),
);

/** The option behind `--flag`; also by the name daemon.json uses. */
export function optionOf(flag: string): EngineOption | undefined {
  return byFlag.get(flag);
}

function shortOption(letter: string): EngineOption | undefined {
  return byShort.get(letter);
}

/**
 * Reads the arguments of dockerd as its own parser (pflag) does: `--name value`, `--name=value`, `-Hvalue`, `-D`;
 * a boolean takes no separate value; the last one wins for scalars, lists add up.
 * @param args what follows the program's name
 * @returns values by the name daemon.json uses; booleans as `true` and `false`
 */
export function parseEngineArguments(args: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let index = 0;
  while (index < args.length) {
    const argument = args[index++] ?? '';
    if (argument === '--') break;
    const named = splitArgument(argument);
    if (named === null) continue;
    const { option, name, attached, takesValue } = named;
    let value = attached;
    if (value === null) {
      const next = args[index];
      const isSeparate =
        takesValue === 'always' || (takesValue === 'perhaps' && next !== undefined && !next.startsWith('-'));
      value = isSeparate ? (args[index++] ?? '') : 'true';
    }
    if (option?.kind === 'boolean') value = booleanText(value);
    found.set(name, option?.kind === 'list' ? [...(found.get(name) ?? []), value] : [value]);
  }
  return found;
}

interface NamedArgument {
  option: EngineOption | undefined;
  name: string;
  /** The value in the same argument; null: none. */
  attached: string | null;
  takesValue: 'always' | 'never' | 'perhaps';
}

function splitArgument(argument: string): NamedArgument | null {
  const long = /^--([^=]+)(?:=([\s\S]*))?$/.exec(argument);
  if (long !== null) {
    const option = optionOf(long[1] ?? '');
    return describeArgument(option, option?.name ?? long[1] ?? '', long[2] ?? null);
  }
  const short = /^-([A-Za-z])(?:=?([\s\S]+))?$/.exec(argument);
  if (short === null) return null;
  const option = shortOption(short[1] ?? '');
  return describeArgument(option, option?.name ?? short[1] ?? '', short[2] ?? null);
}

function describeArgument(option: EngineOption | undefined, name: string, attached: string | null): NamedArgument {
  const takesValue = option === undefined ? 'perhaps' : option.kind === 'boolean' ? 'never' : 'always';
  return { option, name, attached, takesValue };
}

/** As Go's strconv.ParseBool reads it; what it refuses stays as it is. */
function booleanText(value: string): string {
  if (/^(?:1|t|true)$/i.test(value)) return 'true';
  return /^(?:0|f|false)$/i.test(value) ? 'false' : value;
}
