import { visibleText } from '../engine/index.ts';
import type { Change, ImageDifference, ImagesDifference, PackageChange } from '../service/index.ts';
import { table } from './table.ts';

/** What differs, side by side, for people. Ends with a line feed. */
export function diffText(difference: ImagesDifference, sides: { before: string; after: string }): string {
  const { images, onlyBefore, onlyAfter, same } = difference;
  const alone = [
    ...onlyBefore.map(({ name }) => ['image', shown(name), 'there', '–']),
    ...onlyAfter.map(({ name }) => ['image', shown(name), '–', 'there']),
  ];
  const blocks = [
    ...images.map((image) => imageText(image, sides)),
    ...(alone.length === 0 ? [] : [section('Images of one side', alone)]),
    `${same ? 'No difference was found' : 'They differ'}${images.some(gapped) ? ' in what was compared' : ''}.\n`,
  ];
  return blocks.join('\n');
}

function gapped({ notCompared }: ImageDifference): boolean {
  return notCompared.length > 0;
}

function imageText(image: ImageDifference, sides: { before: string; after: string }): string {
  const { before, after, size, layers, packageCount, packages, relicensed, licenses, configuration, files } = image;
  const facts = [
    ['image', before.name, after.name],
    ['id', before.id.slice(0, 19), after.id.slice(0, 19)],
    ...(size === null ? [] : [['size', bytes(size.before), bytes(size.after)]]),
    ...(layers === null ? [] : [['layers', String(layers.before), `${layers.after} (${layers.common} in common)`]]),
    ...(packageCount === null ? [] : [['packages', String(packageCount.before), String(packageCount.after)]]),
  ];
  const rows = facts.map((row) => row.map(shown));
  const parts = [
    table(['', shown(sides.before), shown(sides.after)], rows),
    section(countsOf(packages), (packages ?? []).map(packageRow)),
    section('Packages under another licence', (relicensed ?? []).map(changeRow)),
    section(
      'Licences, by packages that have them',
      (licenses ?? []).map((each) => ['', shown(each.license), countText(each.before), countText(each.after)]),
    ),
    section('Settings', configuration.map(changeRow)),
    section('Files of interest', files.map(changeRow)),
    notComparedText(image),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** Facts by the reasons of both sides, so that what neither can tell is one line. */
function notComparedText({ notCompared }: ImageDifference): string {
  const reasons = Map.groupBy(notCompared, ({ before, after }) => `${before ?? 'read'} | ${after ?? 'read'}`);
  const lines = [...reasons].map(([reason, facts]) => `  ${reason}: ${facts.map(({ fact }) => fact).join(', ')}`);
  return lines.length === 0 ? '' : `Not compared, by why each side does not tell\n${lines.join('\n')}\n`;
}

function section(title: string, rows: string[][]): string {
  return rows.length === 0 ? '' : `${title}\n${table(['', '', '', ''], rows).replace(/^\s*\n/, '')}`;
}

function countsOf(packages: readonly PackageChange[] | null): string {
  const counts = Map.groupBy(packages ?? [], ({ change }) => change);
  const words = ['added', 'removed', 'upgraded', 'downgraded', 'changed'] as const;
  const said = words.flatMap((word) => (counts.has(word) ? [`${counts.get(word)?.length} ${word}`] : []));
  return `Packages: ${said.join(', ')}`;
}

function packageRow({ change, type, name, before, after }: PackageChange): string[] {
  return [change, shown(`${type} ${name}`), cell(before), cell(after)];
}

function changeRow({ what, name, before, after }: Change): string[] {
  return [what, shown(name), cell(before), cell(after)];
}

function cell(value: string | null): string {
  if (value === null) return '–';
  return value === '' ? 'not stated' : shown(value);
}

function countText(count: number): string {
  return count === 0 ? '–' : String(count);
}

/** Foreign text in one line of a table. */
function shown(text: string): string {
  const visible = visibleText(text);
  return visible.length > 80 ? `${visible.slice(0, 79)}…` : visible;
}

/** `214.9 MB`, in powers of 1000. */
function bytes(count: number): string {
  return count < 1000
    ? `${count} B`
    : count < 999_950
      ? `${(count / 1000).toFixed(1)} kB`
      : `${(count / 1e6).toFixed(1)} MB`;
}
