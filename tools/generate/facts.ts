import { factsReference, kindNames } from '../../engine/index.ts';
import { markdownTable, pageHead } from './markdown.ts';

/** One table a kind: every fact with its type, meaning and source. */
export function factReference(): string {
  const all = factsReference();
  const sections = kindNames.map((kind) => {
    const rows = all
      .filter((entry) => entry.kind === kind)
      .map(({ fact, type, description, source }) => [`\`${fact}\``, type, description, source ?? '']);
    return `## ${kind}\n\n${markdownTable(['fact', 'type', 'meaning', 'read from'], rows)}\n`;
  });
  const about =
    'Every resource has `kind`, `key`, `id`, `name`, `labels`, `missing` and `target`; these are the facts beside them. A fact that could not be read is left out and listed in `missing` with the reason; `null` means known to be absent.';
  return `${pageHead('Facts', about)}\n${sections.join('\n')}`;
}
