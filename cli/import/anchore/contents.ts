import { type AnchoreRule, refused, setting, type Translation, translated, wordsOf } from './rule.ts';

const denied = 'image-no-denied-packages';
const required = 'image-has-required-packages';

/** Gates `packages`, `npms` and `ruby_gems`: what is installed. */
export function translatePackages({ gate, trigger, params }: AnchoreRule): Translation {
  const name = params.get('name') ?? '';
  const version = params.get('version') ?? '';
  if (trigger === 'denylist' || trigger === 'denylisted_name_version') {
    if (name === '') return refused('it names no package');
    const type = gate === 'npms' ? 'npm' : gate === 'ruby_gems' ? 'gem' : undefined;
    const entry = { name, ...(type === undefined ? {} : { type }), ...(version === '' ? {} : { version }) };
    return translated([denied], [setting(denied, 'deniedPackages', [entry], 'unite')]);
  }
  if (trigger === 'required_package') {
    if (name === '') return refused('it names no package');
    const bound = params.get('version_match_type') === 'minimum' ? 'from' : 'version';
    const entry = { name, ...(version === '' ? {} : { [bound]: version }) };
    return translated([required], [setting(required, 'requiredPackages', [entry], 'unite')]);
  }
  if (trigger === 'verify') return refused('files are not compared with checksums of package databases');
  if (gate !== 'packages')
    return refused('there is no list of what is published, so versions are not compared with it');
  return refused('no rule looks at packages in this way');
}

/** Gate `metadata`: size, layers, distribution. */
export function translateMetadata({ trigger, params }: AnchoreRule): Translation {
  if (trigger !== 'attribute') return refused('this trigger is not known');
  const attribute = params.get('attribute') ?? '';
  const check = params.get('check') ?? '';
  const limit = Number(params.get('value') ?? '');
  const isLimit =
    (check === '>' || check === '>=') && Number.isInteger(limit) && limit >= 0 && params.get('value') !== '';
  if (!isLimit || (attribute !== 'size' && attribute !== 'layer_count')) {
    return refused(`no rule compares ${attribute || 'an attribute'} by "${check}" with "${params.get('value') ?? ''}"`);
  }
  const most = check === '>' ? limit : Math.max(0, limit - 1);
  if (attribute === 'layer_count') {
    return translated(
      ['image-layer-count-limited'],
      [setting('image-layer-count-limited', 'maxLayers', most, 'least')],
    );
  }
  const but = 'the size is that of the unpacked layers';
  return translated(
    ['image-size-limited'],
    [setting('image-size-limited', 'maxMegabytes', most / 1_000_000, 'least')],
    but,
  );
}

/** Gate `files`: names, contents and bits of files. */
export function translateFiles({ trigger }: AnchoreRule): Translation {
  if (trigger === 'suid_or_guid_set') {
    const rule = 'image-privileged-files-allowed';
    return translated(
      [rule],
      [setting(rule, 'allowedPrivilegedFiles', [], 'unite')],
      'files with capabilities fail, too',
    );
  }
  if (trigger === 'name_match') return refused('no rule looks for names of files by a pattern of yours');
  if (trigger === 'attribute_match') return refused('no rule compares the mode or checksum of one file');
  if (trigger === 'content_regex_match') return refused('contents are not searched by patterns of yours');
  return refused('this trigger is not known');
}

/** Gate `secret_scans`: secrets in files. */
export function translateSecrets({ trigger, params }: AnchoreRule): Translation {
  if (trigger !== 'content_regex_checks') return refused('this trigger is not known');
  if (params.get('match_type') === 'notfound') return refused('no rule asks for a secret to be there');
  const narrowed = ['content_regex_name', 'filename_regex'].filter((name) => params.get(name));
  const but =
    narrowed.length === 0 ? null : `all secrets in all files are looked for, whatever ${narrowed.join(' and ')} says`;
  return translated(['image-no-visible-secrets', 'image-no-removed-secrets'], [], but);
}

const licences = 'package-license-denied';

/** Gate `licenses`, by the bundle of that name. */
export function translateLicenses({ trigger, params }: AnchoreRule): Translation {
  if (trigger === 'denylist_partial_match') return refused('licences are named whole, not by a part of their name');
  if (trigger !== 'denylist_exact_match') return refused('this trigger is not known');
  const list = wordsOf(params.get('licenses'));
  if (list.length === 0) return refused('it names no licence');
  if (params.get('package_type')) return refused('no rule denies licences for one type of packages only');
  return translated(
    [licences],
    [setting(null, 'licensesDenied', list.map(spdxOf), 'unite')],
    'names are those of SPDX',
  );
}

/** What distributions write for the licences of GNU, as SPDX names it; other names stay. */
function spdxOf(name: string): string {
  const match = /^(A|L)?GPL[-_ ]?v?(\d)(?:\.(\d))?(\+)?$/i.exec(name);
  if (match === null) return name;
  const [, kind = '', major, minor = '0', later] = match;
  return `${kind.toUpperCase()}GPL-${major}.${minor}-${later === undefined ? 'only' : 'or-later'}`;
}
