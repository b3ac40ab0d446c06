import { secretPatterns } from '../../collectors/secrets/index.ts';
import { markdownTable, pageHead } from './markdown.ts';

const places = { token: 'anywhere', line: 'beside its name', file: 'in its file' } as const;

/** Every kind of secret that is looked for. */
export function secretReference(): string {
  const rows = [...secretPatterns]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, title, place }) => [`\`${id}\``, title, places[place]]);
  const about =
    'What is looked for in the files of an image (also those that a later layer removed), in its environment, labels, command and build steps. A finding is the place and the pattern, never the text. Files that are no text are searched for what is recognised anywhere; archives are not opened; texts above the limit `secretFileBytes` are told and left. Programs, documents, tests and examples that a package brought are public and left out, and so are examples and placeholders.';
  return `${pageHead('Secrets', about)}\n${markdownTable(['pattern', 'what it is', 'recognised'], rows)}\n`;
}
