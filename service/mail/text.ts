import type { MailView } from './view.ts';

const width = 76;

/** The plain text of a mail: the same words in the same order, at most 76 columns where words allow it. */
export function mailText(view: MailView): string {
  const lines: string[] = [];
  const heading = (title: string) => lines.push('', title.toUpperCase(), '');
  if (view.classification !== null) lines.push(view.classification.toUpperCase(), '');
  lines.push(view.title, view.moment);
  if (view.scope !== null) lines.push(view.scope);
  lines.push('', view.tiles.map((tile) => `${tile.count} ${tile.severity}`).join(', '));
  lines.push(...wrapped(`${view.chartText} Score: ${view.score}.`));
  heading('Changes');
  lines.push(...wrapped(view.changes.lead));
  for (const { heading: name, rows, more } of view.changes.groups) {
    lines.push('', `${name}:`);
    for (const row of rows) lines.push(...wrapped(`${row.severity}: ${row.title}: ${row.key}`, '- '));
    if (more !== null) lines.push(`  ${more}`);
  }
  for (const note of view.changes.notes) lines.push(...wrapped(note));
  heading('Not assessed');
  lines.push(...wrapped(`${view.gap.heading} ${view.gap.note}`));
  for (const { text, advice } of view.gap.items) {
    lines.push(...wrapped([text, advice].filter((part) => part !== null).join(' '), '- '));
  }
  heading('Waivers');
  if (view.waivers.length === 0) lines.push('None has ended or ends within 30 days.');
  for (const waiver of view.waivers) lines.push(...wrapped(waiver, '- '));
  heading('Who must act');
  for (const row of view.actors) {
    lines.push(...wrapped(`${row.owner}: ${row.critical} critical, ${row.high} high, ${row.others} lesser`, '- '));
  }
  if (view.actors.length === 0 && view.actions.length === 0) lines.push('Nobody: there is no open finding.');
  if (view.actions.length > 0) lines.push('', 'Do first:');
  for (const action of view.actions) {
    const where = action.where === null ? '' : ` on ${action.where}`;
    const what = `${action.start} ${action.name}${where} ${action.closes} (${action.severities}).`;
    lines.push(...wrapped(`${what} ${action.gist}`, '- '));
  }
  for (const line of [view.moreActions, view.leftOut]) if (line !== null) lines.push(...wrapped(line));
  heading('Report');
  for (const line of [...view.files, view.next, ...view.origin]) lines.push(...wrapped(line));
  if (view.classification !== null) lines.push('', view.classification.toUpperCase());
  return `${lines.join('\n')}\n`;
}

/** Breaks a sentence at spaces; a word longer than a line stays whole, since it may have to be copied. */
export function wrapped(text: string, mark = ''): string[] {
  const lines: string[] = [];
  let line = mark;
  for (const word of text.split(' ')) {
    const fresh = line === mark || line.trim() === '';
    if (!fresh && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${' '.repeat(mark.length)}${word}`;
    } else line = fresh ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line];
}
