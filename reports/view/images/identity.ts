import type { Resource } from '../../../engine/index.ts';
import type { ViewContext } from '../context.ts';
import type { Dates } from '../dates.ts';
import { listing, number, plural, shortDigest } from '../words.ts';
import type { ImageFacts } from './facts.ts';
import { bytes } from './units.ts';

/** One line of what an image is. */
export interface IdentityRow {
  name: string;
  value: string;
  /** Whether the value needs the whole width. */
  wide: boolean;
}

/** Who an image is: names and digests, platform, distribution, base, counts and how it starts. */
export function identityRows(resource: Resource, { show }: ViewContext, calendar: Dates): IdentityRow[] {
  const facts = resource as ImageFacts;
  const row = (name: string, value: string | null | undefined, wide = false): IdentityRow[] =>
    value === null || value === undefined || value === '' ? [] : [{ name, value: show(value), wide }];
  const { contents } = facts;
  return [
    ...row('Image', shortDigest(resource.id)),
    ...row('Platform', [facts.os, facts.architecture].filter(Boolean).join('/')),
    ...row(
      'Distribution',
      facts.distribution === undefined ? null : (facts.distribution?.name ?? 'none says its name'),
    ),
    ...row('Built', facts.createdAt === undefined ? null : builtOn(facts.createdAt, calendar)),
    ...row('Base', baseText(facts.base)),
    ...row('User', facts.user === undefined ? null : (facts.user ?? 'none is set, so root')),
    ...row(
      'Size',
      facts.size === undefined ? null : `${bytes(facts.size)} in ${plural(facts.layers?.length ?? 0, 'layer')}`,
    ),
    ...row(
      'Files',
      contents && `${number(contents.files)}, of which ${number(contents.unpackagedFiles)} of no package`,
    ),
    ...row('Hidden', contents && hiddenText(contents)),
    ...row('Starts', facts.entrypoint && [...facts.entrypoint, ...(facts.command ?? [])].join(' ')),
    ...row('Tags', facts.tags && listing(facts.tags, 6), true),
    ...row('Digests', facts.digests && listing(facts.digests, 3), true),
  ];
}

/** A time of 1970 or 1980 is what reproducible builds write, and says nothing. */
function builtOn(time: string | null, calendar: Dates): string {
  return time === null || /^(?:1970|1980)-01-01/.test(time) ? 'not stated' : calendar.day(time);
}

function hiddenText({ hiddenFiles, hiddenSize }: NonNullable<ImageFacts['contents']>): string {
  if (hiddenFiles === 0) return 'no file';
  return `${plural(hiddenFiles, 'file')} (${bytes(hiddenSize)}) of lower layers, still shipped`;
}

function baseText(base: ImageFacts['base']): string | null {
  if (base === undefined) return null;
  const { name, digest, known } = base;
  const stated = [name, digest === null ? null : shortDigest(digest)].filter((part) => part !== null).join(' ');
  const seen = known === null ? '' : `${known.references[0] ?? known.id} (${plural(known.layers, 'layer')} in common)`;
  return [stated, seen].filter(Boolean).join(', begins with ') || 'not stated';
}
