import { type AnchoreRule, refused, type Setting, setting, type Translation, translated, wordsOf } from './rule.ts';

const ports = 'image-exposed-ports-allowed';
const base = 'image-base-approved';

/** Gate `dockerfile`: build steps, real or guessed, and the configuration that they lead to. */
export function translateDockerfile(rule: AnchoreRule): Translation {
  if (rule.trigger === 'exposed_ports') return exposedPorts(rule);
  if (rule.trigger === 'effective_user') return effectiveUser(rule);
  if (rule.trigger === 'instruction') return instruction(rule);
  if (rule.trigger === 'no_dockerfile_provided') {
    return refused('a Dockerfile is a target of its own; give it beside the image');
  }
  return refused('this trigger is not known');
}

function exposedPorts({ params }: AnchoreRule): Translation {
  const list = wordsOf(params.get('ports'));
  const denies = params.get('type') === 'denylist';
  if (list.length === 0) return refused('it names no ports');
  if (!list.every((port) => /^\d{1,5}$/.test(port))) return refused('its ports are no numbers');
  if (list.includes('0')) return translated([ports], [setting(ports, 'allowedPorts', [], 'intersect')]);
  if (denies) return translated([ports], [setting(ports, 'deniedPorts', list, 'unite')]);
  const settings = [setting(ports, 'allowedPorts', list, 'intersect'), setting(ports, 'deniedPorts', [], 'unite')];
  return translated([ports], settings);
}

function effectiveUser({ params }: AnchoreRule): Translation {
  const users = wordsOf(params.get('users'));
  const isRoot = (user: string) => user === 'root' || user === '0';
  const others = users.filter((user) => !isRoot(user));
  const rules = ['image-runs-as-non-root', 'dockerfile-final-stage-user'];
  if (params.get('type') === 'denylist') {
    if (!users.some(isRoot)) return refused('no rule denies users other than root');
    return translated(rules, [], others.length === 0 ? null : `only root is denied, not ${others.join(', ')}`);
  }
  if (users.some(isRoot)) return refused('no rule allows root and denies others');
  return translated(rules, [], `every user but root is allowed, not only ${others.join(', ')}`);
}

function instruction({ params }: AnchoreRule): Translation {
  const name = (params.get('instruction') ?? '').toUpperCase();
  const check = params.get('check') ?? '';
  const value = params.get('value') ?? '';
  const onlyReal = params.get('actual_dockerfile_only') === 'true';
  const absent = check === 'not_exists';
  if (name === 'HEALTHCHECK' && absent) {
    return translated(onlyReal ? ['dockerfile-healthcheck'] : ['dockerfile-healthcheck', 'image-healthcheck']);
  }
  if (name === 'USER' && (absent || (check === '=' && value === 'root'))) {
    return translated(
      onlyReal ? ['dockerfile-final-stage-user'] : ['dockerfile-final-stage-user', 'image-runs-as-non-root'],
    );
  }
  if (name === 'ADD' && check === 'exists') {
    return translated(['dockerfile-copy-not-add'], [], 'ADD of archives, and of downloads with a checksum, is allowed');
  }
  if (name === 'EXPOSE' && check === 'exists') {
    return translated([ports], [setting(ports, 'allowedPorts', [], 'intersect')]);
  }
  if (name === 'FROM') return from(check, value);
  if (check === 'like' && name === 'RUN') return run(value);
  if (check === 'like' && (name === 'ENV' || name === 'ARG') && /pass|secret|token|key|cred/i.test(value)) {
    const but = 'secrets are known by the names and shapes that Plimsoll knows';
    return translated(['dockerfile-no-secrets', 'image-no-secrets-in-env'], [], but);
  }
  return refused(`no rule looks for ${name || 'an instruction'} by "${check}"`);
}

function from(check: string, value: string): Translation {
  const bases = check === 'not_in' ? wordsOf(value) : check === '!=' && value !== '' ? [value] : [];
  if (bases.length > 0) {
    const settings: Setting[] = [
      setting(
        base,
        'approvedBases',
        bases.map((each) => ({ name: each, references: references(each) })),
        'unite',
      ),
      setting(base, 'acceptedProofs', ['label', 'layers'], 'unite'),
    ];
    return translated([base], settings, 'the base is known by its layers or label, not by FROM');
  }
  if (check === 'like' && /latest/.test(value)) return translated(['dockerfile-base-pinned']);
  return refused(`no rule looks for FROM by "${check}"`);
}

/** A name without a tag means any tag, and one without a registry is also told with it. */
function references(name: string): string[] {
  const tagged = /[:@][^/]*$/.test(name) ? [name] : [name, `${name}:*`];
  return tagged.flatMap((each) => [each, `*/${each}`]);
}

const runs: [pattern: RegExp, rules: string[], but: string | null][] = [
  [/sudo/, ['dockerfile-no-sudo'], null],
  [/chmod|777/, ['dockerfile-no-world-writable'], null],
  [/curl|wget/, ['dockerfile-no-unverified-download'], 'a download that is checked before it is run is allowed'],
  [/upgrade/, [], null],
  [/update/, ['dockerfile-update-with-install'], 'an update that the same step follows by an installation is allowed'],
];

function run(value: string): Translation {
  const known = runs.find(([pattern]) => pattern.test(value));
  if (known === undefined || known[1].length === 0) return refused('no rule looks for what this pattern means in RUN');
  return translated(known[1], [], known[2]);
}
