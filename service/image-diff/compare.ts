import { compareText, type Resource } from '../../engine/index.ts';
import { compareConfiguration, configurationFacts } from './configuration.ts';
import type { ImageDifference, ImageFacts, ImageName, ImagesDifference } from './contract.ts';
import { compareFiles, fileFacts } from './files.ts';
import { compareLicenses, comparePackages, compareRelicensed } from './packages.ts';

/** The images of one side. */
export interface Side {
  images: Resource[];
  /** Names of targets by their number. */
  targets: ReadonlyMap<number, string>;
  problems: { code: string; message: string }[];
}

/**
 * Compares the images of two sides. One image on each side is one pair; else those with the same key after the name of
 * their target are. Pure: equal sides, equal differences.
 */
export function compareSides(before: Side, after: Side): ImagesDifference {
  const { pairs, onlyBefore, onlyAfter } = pairUp(before, after);
  const images = pairs.map(([old, fresh]) => compareImages(old, fresh, before, after));
  const problems = [
    ...before.problems.map(({ code, message }) => ({ side: 'before' as const, code, message })),
    ...after.problems.map(({ code, message }) => ({ side: 'after' as const, code, message })),
  ];
  const same = onlyBefore.length + onlyAfter.length === 0 && images.every((each) => each.same);
  return { same, images, onlyBefore, onlyAfter, problems };
}

function pairUp(
  before: Side,
  after: Side,
): {
  pairs: [Resource, Resource][];
  onlyBefore: ImageName[];
  onlyAfter: ImageName[];
} {
  const [old, fresh] = [before.images, after.images];
  const [first] = old;
  const [second] = fresh;
  if (first && second && old.length === 1 && fresh.length === 1) {
    return { pairs: [[first, second]], onlyBefore: [], onlyAfter: [] };
  }
  const waiting = Map.groupBy(fresh, (image) => plainKey(image, after));
  const pairs: [Resource, Resource][] = [];
  const alone: Resource[] = [];
  for (const image of old) {
    const other = waiting.get(plainKey(image, before))?.shift();
    if (other === undefined) alone.push(image);
    else pairs.push([image, other]);
  }
  pairs.sort(([a], [b]) => compareText(plainKey(a, before), plainKey(b, before)));
  const named = (images: readonly Resource[], side: Side) =>
    images.map((image) => nameOf(image, side)).sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  return { pairs, onlyBefore: named(alone, before), onlyAfter: named([...waiting.values()].flat(), after) };
}

function plainKey({ key, target }: Resource, { targets }: Side): string {
  const name = targets.get(target);
  return name !== undefined && key.startsWith(`${name}/`) ? key.slice(name.length + 1) : key;
}

function nameOf({ name, id, target }: Resource, { targets }: Side): ImageName {
  return { name, id, target: targets.get(target) ?? '' };
}

function compareImages(old: Resource, fresh: Resource, before: Side, after: Side): ImageDifference {
  const [a, b] = [old as ImageFacts, fresh as ImageFacts];
  const both = a.packages !== undefined && b.packages !== undefined;
  const packages = both ? comparePackages(a.packages!, b.packages!) : null;
  const difference: Omit<ImageDifference, 'same'> = {
    before: nameOf(old, before),
    after: nameOf(fresh, after),
    size: a.size === undefined || b.size === undefined ? null : { before: a.size, after: b.size },
    layers: layersOf(a.layers, b.layers),
    packageCount: both ? { before: a.packages!.length, after: b.packages!.length } : null,
    packages,
    relicensed: both ? compareRelicensed(a.packages!, b.packages!) : null,
    licenses: both ? compareLicenses(a.packages!, b.packages!) : null,
    configuration: compareConfiguration(old, fresh),
    files: compareFiles(a, b),
    notCompared: notCompared(old, fresh),
  };
  return { ...difference, same: isSame(difference) };
}

function layersOf(before: string[] | undefined, after: string[] | undefined): ImageDifference['layers'] {
  if (before === undefined || after === undefined) return null;
  let common = 0;
  while (common < before.length && before[common] === after[common]) common += 1;
  return { before: before.length, after: after.length, common };
}

function isSame(difference: Omit<ImageDifference, 'same'>): boolean {
  const { size, layers, packages, relicensed, licenses, configuration, files } = difference;
  const lists = [packages, relicensed, licenses, configuration, files];
  if (lists.some((list) => list !== null && list.length > 0)) return false;
  if (size !== null && size.before !== size.after) return false;
  return layers === null || (layers.before === layers.after && layers.common === layers.before);
}

const comparedFacts: readonly string[] = ['layers', 'packages', 'size', ...configurationFacts, ...fileFacts].sort(
  compareText,
);

function notCompared(old: Resource, fresh: Resource): ImageDifference['notCompared'] {
  return comparedFacts
    .map((fact) => ({ fact, before: whyMissing(old, fact), after: whyMissing(fresh, fact) }))
    .filter(({ before, after }) => before !== null || after !== null);
}

function whyMissing(image: Resource, fact: string): string | null {
  return fact in image ? null : (image.missing[fact] ?? 'not-requested');
}
