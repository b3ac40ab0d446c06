/**
 * The key by which names of licences are compared: families in one spelling, versions without `.0`, no filler words.
 * `GNU General Public License, version 2 or later` and `GPLv2+` both become `gpl 2+`.
 */

/** Long names of families; the longer ones first, since the shorter ones are inside. */
const families: readonly (readonly [RegExp, string])[] = [
  [/\b(?:gnu )?affero (?:gnu )?general public\b/g, 'agpl'],
  [/\b(?:gnu )?(?:lesser|library)(?: or lesser| or library)? (?:gnu )?general public\b/g, 'lgpl'],
  [/\b(?:gnu )?(?:lesser|library) gpl\b/g, 'lgpl'],
  [/\b(?:gnu )?general public\b/g, 'gpl'],
  [/\b(?:gnu )?free documentation\b/g, 'gfdl'],
  [/\bgnu (?=[al]?gpl|fdl|gfdl)/g, ''],
  [/\bfdl\b/g, 'gfdl'],
  [/\bmozilla public\b/g, 'mpl'],
  [/\beclipse public\b/g, 'epl'],
  [/\beclipse distribution\b/g, 'edl'],
  [/\beuropean union public\b/g, 'eupl'],
  [/\bcommon development (?:and|&) distribution\b/g, 'cddl'],
  [/\bcommon public\b/g, 'cpl'],
  [/\bboost software\b/g, 'bsl'],
  [/\bpython software foundation\b/g, 'psf'],
  [/\bzope public\b/g, 'zpl'],
  [/\bacademic free\b/g, 'afl'],
  [/\bopen software\b/g, 'osl'],
  [/\bsil open font\b|\bsil ofl\b|\bopen font\b/g, 'ofl'],
  [/\buniversal permissive\b/g, 'upl'],
  [/\bapache software\b|\basl(?=[ v]*\d)|\bapl(?=[ v]*\d)/g, 'apache'],
  [/\bcreative commons\b/g, 'cc'],
  [/\battribution\b/g, 'by'],
  [/\bshare ?alike\b/g, 'sa'],
  [/\bnon ?commercial\b/g, 'nc'],
  [/\bno ?deriv(?:ative)?s?\b/g, 'nd'],
];

/** Words that say nothing about which licence is meant. */
const fillers = /\b(?:the|licen[cs]e[sd]?|of|under|international|unported|generic|agreement)\b/g;

/** Ways to say that later versions may be chosen. */
const later =
  /[\s,;(-]*(?:(?:or|and)[\s-]*)?\(?(?:at your option,?\s*)?(?:or[\s-]+)?(?:\(?at your option\)?,?\s*)?any\s+(?:later|newer)(?:\s+versions?)?\)?|[\s,;(-]*\b(?:or|and)[\s-]+(?:later|newer|above|greater|higher)(?:\s+versions?)?\)?/gi;

/** The key of a name; two names of one licence have one key, where they differ only in spelling. */
export function licenseKey(name: string): string {
  let text = name.slice(0, 400).toLowerCase().replace(later, '+ ').replaceAll('licence', 'license');
  text = text.replace(/[-_/,;:()"'“”‘’[\]]+/g, ' ').replace(/\s+/g, ' ');
  for (const [pattern, short] of families) text = text.replace(pattern, short);
  text = text
    .replace(fillers, ' ')
    .replace(/\b(?:version|ver|v)\.?\s*(?=\d)/g, ' ')
    .replace(/([a-z])v(?=\d)/g, '$1 ')
    .replace(/\b(gpl|lgpl|agpl|gfdl|mpl|epl|cddl|eupl|apache|cpl|zpl|psf|bsl|ofl|afl|cecill)(?=\d)/g, '$1 ')
    .replace(/(\d)\.0(?![.\d])/g, '$1')
    .replace(/[^a-z0-9.+ ]+/g, ' ')
    .replace(/\s*\+/g, '+')
    .replace(/(?<!\d)\.|\.(?!\d)/g, ' ');
  return text
    .replace(/\bonly\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
