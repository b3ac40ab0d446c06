/** Addresses that name a licence. What the pages of the GNU project name is the text alone: the version, no later one. */
const places: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^(?:www\.)?opensource\.org\/licen[cs]es?\/([a-z0-9.+-]+?)(?:\.php|\.html)?\/?$/i, ([, id]) => id ?? ''],
  [/^(?:www\.)?spdx\.org\/licenses\/([a-z0-9.+-]+?)(?:\.html|\.txt|\.json)?$/i, ([, id]) => id ?? ''],
  [/^(?:www\.)?apache\.org\/licenses\/license-([0-9.]+?)(?:\.txt|\.html)?$/i, ([, version]) => `Apache-${version}`],
  [
    /^(?:www\.)?gnu\.org\/(?:licenses|copyleft)\/(?:old-licenses\/)?(gpl|lgpl|agpl|fdl)-([0-9]\.[0-9])(?:\.(?:en|txt|html))*$/i,
    ([, family, version]) => `${family === 'fdl' ? 'GFDL' : family?.toUpperCase()}-${version}-only`,
  ],
  [/^(?:www\.)?mozilla\.org\/mpl\/(?:mpl-)?([0-9]\.[0-9])(?:\.(?:txt|html))?\/?$/i, ([, version]) => `MPL-${version}`],
  [/^(?:www\.)?eclipse\.org\/legal\/epl-(?:v)?([12])\.?0(?:\.html|\.txt)?\/?$/i, ([, version]) => `EPL-${version}.0`],
  [
    /^(?:www\.)?eclipse\.org\/org\/documents\/epl-(?:v)?([12])\.?0(?:\.html|\.txt|\.php)?\/?$/i,
    ([, version]) => `EPL-${version}.0`,
  ],
  [/^(?:www\.)?eclipse\.org\/org\/documents\/edl-v10(?:\.html|\.php)?\/?$/i, () => 'BSD-3-Clause'],
  [/^(?:www\.)?creativecommons\.org\/publicdomain\/zero\/1\.0\/?(?:legalcode)?$/i, () => 'CC0-1.0'],
  [
    /^(?:www\.)?creativecommons\.org\/licenses\/(by(?:-nc)?(?:-sa|-nd)?)\/([0-9]\.[0-9])\/?(?:legalcode(?:\.txt|\.en)?|deed(?:\.en)?)?$/i,
    ([, terms, version]) => `CC-${terms?.toUpperCase()}-${version}`,
  ],
  [/^(?:www\.)?boost\.org\/license_1_0\.txt$/i, () => 'BSL-1.0'],
  [/^(?:www\.)?unlicense\.org\/?(?:unlicense)?$/i, () => 'Unlicense'],
  [/^(?:www\.)?wtfpl\.net\/?(?:about\/?|txt\/copying\/?)?$/i, () => 'WTFPL'],
  [/^(?:www\.)?scripts\.sil\.org\/ofl\/?$/i, () => 'OFL-1.1'],
  [/^(?:www\.)?openfontlicense\.org\/?$/i, () => 'OFL-1.1'],
];

/** The name that an address stands for, to be looked up like any other; null: none that is known. */
export function licenseOfUrl(url: string): string | null {
  if (url.length > 200 || !/^https?:\/\//i.test(url)) return null;
  const place = url.replace(/^https?:\/\//i, '').replace(/[#?].*$/, '');
  for (const [pattern, name] of places) {
    const match = pattern.exec(place);
    if (match !== null) return name(match);
  }
  return null;
}
