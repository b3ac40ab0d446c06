/**
 * Licence texts as words, so that two copies of one text are equal: after the SPDX matching guidelines (SPDX 2.3,
 * annex B) case, punctuation, bullets, numbers of paragraphs, addresses, copyright lines and spellings do not count.
 */

/** A text as words. */
export interface Words {
  /** The words that are compared. */
  words: string[];
  /** Everything, addresses and numbers included, in lower case. */
  all: string[];
  /** Index in `all` of each of `words`. */
  places: number[];
}

/** Spellings that mean the same (SPDX's list of equivalent words), the form we compare on the right. */
const spellings: Readonly<Record<string, string>> = {
  acknowledgement: 'acknowledgment',
  analogue: 'analog',
  appears: 'appear',
  analyse: 'analyze',
  artefact: 'artifact',
  authorisation: 'authorization',
  authorised: 'authorized',
  calibre: 'caliber',
  cancelled: 'canceled',
  capitalisations: 'capitalizations',
  catalogue: 'catalog',
  categorise: 'categorize',
  centre: 'center',
  emphasised: 'emphasized',
  favour: 'favor',
  favourite: 'favorite',
  fulfil: 'fulfill',
  fulfilment: 'fulfillment',
  initialise: 'initialize',
  judgement: 'judgment',
  labelling: 'labeling',
  labour: 'labor',
  licence: 'license',
  licences: 'licenses',
  licenced: 'licensed',
  maximise: 'maximize',
  modelled: 'modeled',
  modelling: 'modeling',
  offence: 'offense',
  optimise: 'optimize',
  organisation: 'organization',
  organise: 'organize',
  owner: 'holder',
  owners: 'holders',
  practise: 'practice',
  programme: 'program',
  realise: 'realize',
  recognise: 'recognize',
  signalling: 'signaling',
  utilisation: 'utilization',
  whilst: 'while',
  wilful: 'wilfull',
  noncommercial: 'non-commercial',
  sublicense: 'sub-license',
  sublicenses: 'sub-licenses',
};

/** What some copies have and others leave out, and that grants nothing. */
const optional: readonly RegExp[] = [
  /\ball rights reserved\b/g,
  /\bthe text of the creative commons public licenses is dedicated to the public domain under the \W*cc0 public domain dedication\b/g,
  /\bthis general public license does not permit incorporating [^()]{0,400}? instead of this license\b/g,
  /\(including the next (?:paragraph|sentence)\)/g,
];

/** Names of those who grant it, where texts of one licence differ. Every gap is bounded, so that time stays linear. */
const holders: readonly (readonly [RegExp, string])[] = [
  [/\bneither (?:the )?names? [^;:]{1,240}? nor [^;:]{1,160}? may be used\b/g, 'neither names of holders may be used'],
  [
    /\bthe names? of [^;:]{1,160}? (?:may|must) not be used to endorse\b/g,
    'neither names of holders may be used to endorse',
  ],
  [
    /\bthe names? (?:and trademarks )?of [^;:]{1,200}? (?:may |must |shall )?not be used in advertising\b/g,
    'the name of holders not be used in advertising',
  ],
  [/\bprovided by [^;:]{1,200}?["'“”‘’`´ ]{1,4}as[ -]is\b/g, 'provided by holders as is'],
  [/\bin no event (?:shall|will|may) [^;:]{1,300}? be (?:held )?liable\b/g, 'in no event shall holders be liable'],
  [/\. [^.;:]{1,160}? makes? no representations?\b/g, '. holders make no representations'],
  [/[.] [^.;:]{1,160}? disclaims? all warranties\b/g, '. holders disclaim all warranties'],
];

const token = /(?:https?:\/\/|www\.|wiki\.)[^\s<>"')\]]+|\d+(?:\.\d+)+|[\p{L}\p{N}]+/gu;
const address = /^(?:https?:\/\/|www\.|wiki\.)/;
const number = /^(?:\d{1,2}|[ivx]{1,4}|\p{L}|\p{N})$/u;
/** Up to the end of the line, or to where the licence begins in it. */
const copyrightLine =
  /^[^\p{L}\p{N}\n©(]*(?:(?:portions?|parts?|some parts)[ \t]+(?:are[ \t]+)?)?(?:copyrights?\b[ \t]*(?:\(c\)|©|&copy;|ⓒ|:|by\b|[-–]?[ \t]*\d{4}|[<[{])|\(c\)[ \t]*(?:copyright\b|[\d<[{])|©).*?(?=$|\b(?:permission (?:is|to)|redistribution and|redistributions|licensed under|this (?:software|program|file|library|work) (?:is|may)|you may)\b)/gimu;

/** The words of a text. Linear in its length; a text of any kind is taken. */
export function wordsOf(text: string): Words {
  let plain = text
    .replace(/\r\n?/g, '\n')
    .replace(copyrightLine, '')
    .toLowerCase()
    .replace(/[*_`~]+/g, ' ')
    .replace(/(\p{L})-[ \t]*\n[ \t*#/;>]*(?=\p{L})/gu, '$1')
    .replace(/&(?:quot|apos|nbsp|#39|#34|lt|gt);/g, ' ')
    .replace(/&(?:amp;)?/g, ' and ')
    .replace(/[\s#>|/;=]*\n[\s#>|/;=]*|\s+/g, ' ')
    .replace(/\(c\)|©/g, ' ')
    .replace(/\]\([^)\s]{1,300}\)/g, '] ');
  for (const phrase of optional) plain = plain.replace(phrase, ' ');
  for (const [pattern, replacement] of holders) plain = plain.replace(pattern, replacement);
  const found: Words = { words: [], all: [], places: [] };
  for (const [raw] of plain.matchAll(token)) {
    const place = found.all.push(raw) - 1;
    if (number.test(raw) || address.test(raw)) continue;
    for (const word of (Object.hasOwn(spellings, raw) ? (spellings[raw] ?? raw) : raw).split('-')) {
      found.words.push(word);
      found.places.push(place);
    }
  }
  return found;
}
