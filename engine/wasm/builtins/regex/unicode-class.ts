import type { ClassItem } from './character-class.ts';

/** Long names of Unicode's general categories, which may be written without regard to case and separators. */
const categories: Record<string, string> = {
  other: 'C',
  control: 'Cc',
  cntrl: 'Cc',
  format: 'Cf',
  unassigned: 'Cn',
  privateuse: 'Co',
  surrogate: 'Cs',
  letter: 'L',
  casedletter: 'LC',
  lowercaseletter: 'Ll',
  modifierletter: 'Lm',
  otherletter: 'Lo',
  titlecaseletter: 'Lt',
  uppercaseletter: 'Lu',
  mark: 'M',
  combiningmark: 'M',
  spacingmark: 'Mc',
  enclosingmark: 'Me',
  nonspacingmark: 'Mn',
  number: 'N',
  decimalnumber: 'Nd',
  digit: 'Nd',
  letternumber: 'Nl',
  othernumber: 'No',
  punctuation: 'P',
  punct: 'P',
  connectorpunctuation: 'Pc',
  dashpunctuation: 'Pd',
  closepunctuation: 'Pe',
  finalpunctuation: 'Pf',
  initialpunctuation: 'Pi',
  otherpunctuation: 'Po',
  openpunctuation: 'Ps',
  symbol: 'S',
  currencysymbol: 'Sc',
  modifiersymbol: 'Sk',
  mathsymbol: 'Sm',
  othersymbol: 'So',
  separator: 'Z',
  lineseparator: 'Zl',
  paragraphseparator: 'Zp',
  spaceseparator: 'Zs',
};

const specials: Record<string, string> = { any: '\\p{Any}', assigned: '\\p{Assigned}', ascii: '\\p{ASCII}' };

/**
 * `\p{Name}` by its name: a general category, a script, `Any`, `Assigned` or `ASCII`; a leading `^` negates.
 * Undefined for a name Unicode does not have.
 */
export function unicodeItem(name: string, negated: boolean): ClassItem | undefined {
  if (name.startsWith('^')) return unicodeItem(name.slice(1), !negated);
  const key = name.replace(/[_ -]/g, '').toLowerCase();
  const source = specials[key] ?? categorySource(key) ?? scriptSource(key);
  return source === undefined ? undefined : { source, negated };
}

function categorySource(key: string): string | undefined {
  if (Object.hasOwn(categories, key)) return `\\p{gc=${categories[key]}}`;
  const short = key === 'lc' ? 'LC' : key.charAt(0).toUpperCase() + key.slice(1);
  return key.length <= 2 && isKnown(`gc=${short}`) ? `\\p{gc=${short}}` : undefined;
}

/** Scripts with one word in their name: that is what Go's `regexp` finds too. */
function scriptSource(key: string): string | undefined {
  const name = key.charAt(0).toUpperCase() + key.slice(1);
  return key.length > 1 && isKnown(`Script=${name}`) ? `\\p{Script=${name}}` : undefined;
}

function isKnown(property: string): boolean {
  if (!/^[A-Za-z=]+$/.test(property)) return false;
  try {
    return new RegExp(`\\p{${property}}`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
