import { compareText } from '../engine/index.ts';
import type { ReportFormat, ReportInput } from './contract.ts';
import { obligationsOf } from './notice-obligations.ts';
import { imagesOf, type NoticeImage, type NoticePackage } from './notice-packages.ts';
import { label } from './text.ts';

/** Characters of one foreign text; longer ones are cut, saying so. */
const longest = 400;

/** Words for what licences ask for. */
const words: Readonly<Record<string, string>> = {
  acknowledgement: 'acknowledgement in advertising',
  'copyright-notice': 'copyright notice',
  'disclose-source': 'source code',
  'license-text': 'licence text',
  'network-disclosure': 'source code for users of a network',
  'notice-file': 'the NOTICE file',
  'same-license': 'the same licence for changes',
  'state-changes': 'statement of changes',
};

/** A NOTICE: who wrote what is in the images, under which licence, and what these ask for. */
export const notice: ReportFormat = {
  id: 'notice',
  title: 'notices: packages, licences, copyright holders and what the licences ask for',
  async render(input: ReportInput) {
    const images = await imagesOf(input, 'notice');
    const text = [...preamble, ...images.flatMap(sectionOf)].join('\n');
    return [{ name: 'notice.txt', bytes: new TextEncoder().encode(`${text}\n`) }];
  },
};

const preamble = [
  'NOTICES',
  '',
  'Software that is part of the images named below, with its licences and copyright holders as far as its metadata and',
  'licence texts tell. Where one of several licences may be chosen, the line "Asks for" is that of the least demanding.',
  'The licence texts themselves are in the images.',
];

function sectionOf({ key, packages, missing }: NoticeImage): string[] {
  const title = label(key, longest);
  const head = ['', '', title, '='.repeat(Math.min(120, [...title].length))];
  if (packages === null)
    return [...head, '', `Its packages were not read (${missing}), so nothing can be said of them.`];
  if (packages.length === 0) return [...head, '', 'No packages were found.'];
  // Copies of one package in several places are one entry where they say the same.
  const entries = new Set(packages.map((found) => entryOf(found).join('\n')));
  return [...head, ...[...entries].flatMap((entry) => ['', entry])];
}

function entryOf(found: NoticePackage): string[] {
  const { license } = found;
  const expression = license.declared ?? license.found;
  const said = license.declaredText === null ? '' : ` (it says: ${label(license.declaredText, longest)})`;
  const lines = [
    `${[found.name, found.version]
      .filter((part) => part !== '')
      .map((part) => label(part, longest))
      .join(' ')} (${found.type})`,
    `  Licence: ${expression === null ? `not known${said}` : label(expression, longest)}`,
  ];
  if (license.differ && license.found !== null) lines.push(`  Its texts say: ${label(license.found, longest)}`);
  for (const holder of license.copyrights) lines.push(`  ${label(holder, longest)}`);
  lines.push(`  Asks for: ${demands(license.requires)}`);
  return lines;
}

/** What all choices together ask for, each by its least demanding licence. */
function demands(choices: readonly (readonly string[])[] | null): string {
  if (choices === null) return 'not known';
  const known = new Set<string>();
  const unknown: string[] = [];
  for (const choice of choices) {
    const offered = choice.flatMap((id) => {
      const duties = obligationsOf(id);
      return duties === null ? [] : [duties];
    });
    offered.sort((a, b) => a.length - b.length || compareText(a.join(), b.join()));
    const least = offered[0];
    if (least === undefined) unknown.push(choice.join(' or '));
    else for (const each of least) known.add(each);
  }
  const listed = [...known].sort(compareText).map((each) => words[each] ?? each);
  const open = unknown.map((each) => `what ${label(each, longest)} says`);
  return [...listed, ...open].join(', ') || 'nothing';
}
