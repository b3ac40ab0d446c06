/** What is inside the images that were opened: an inventory beside the findings, which it does not change. */
import { compareText, type Resource } from '../../../engine/index.ts';
import type { ReportInput } from '../../contract.ts';
import { type ViewContext, viewContext } from '../context.ts';
import { type Dates, dates } from '../dates.ts';
import { listing, number, plural } from '../words.ts';
import type { ImageFacts } from './facts.ts';
import { type IdentityRow, identityRows } from './identity.ts';
import { type InterestRow, interestRows } from './interest.ts';
import { type LayersView, layersView } from './layers.ts';
import { type LicenseRow, licenseRows, type PackageRow, packageRows } from './packages.ts';
import { type SecretRow, secretRows } from './secrets.ts';
import { bytes } from './units.ts';

/** One opened image. */
export interface ImageView {
  /** Name of its fragment. */
  anchor: string;
  name: string;
  target: string;
  /** What it is, in one line. */
  summary: string;
  facts: IdentityRow[];
  /** Facts that were not read; empty: all were. */
  unread: string;
  layers: LayersView | null;
  packages: { rows: PackageRow[]; note: string } | null;
  licenses: { rows: LicenseRow[]; hidden: string | null } | null;
  secrets: { rows: SecretRow[]; hidden: string | null } | null;
  interest: InterestRow[];
}

export interface ImagesView {
  lead: string;
  images: ImageView[];
  /** Opened images beyond the limit `reportImages`, in a line each. */
  further: { name: string; target: string; summary: string }[];
  hidden: string | null;
}

/** The view; null where there is no snapshot, or no image in it was opened. */
export async function imagesView(input: ReportInput): Promise<ImagesView | null> {
  if (input.resources === undefined) return null;
  const context = viewContext(input);
  const calendar = dates(input.settings.timeZone ?? input.result.timeZone, 'en');
  const { reportImages, reportRows } = context.limits;
  const opened: Resource[] = [];
  let closed = 0;
  for await (const resource of input.resources('image')) {
    if (Array.isArray(resource['layerContents']) || Array.isArray(resource['packages'])) opened.push(resource);
    else closed += 1;
  }
  if (opened.length === 0) return null;
  opened.sort((a, b) => compareText(a.key, b.key) || a.target - b.target);
  const further = opened.slice(reportImages);
  return {
    lead: leadOf(opened.length, closed),
    images: opened.slice(0, reportImages).map((each, index) => imageView(each, index + 1, context, calendar)),
    further: further.slice(0, reportRows).map((each) => ({
      name: context.show(each.name),
      target: context.targetName(each.target),
      summary: summaryOf(each as ImageFacts, context),
    })),
    hidden: further.length > reportRows ? number(further.length - reportRows) : null,
  };
}

function leadOf(opened: number, closed: number): string {
  const those = `The contents of ${plural(opened, 'image')} were read.`;
  if (closed === 0) return those;
  return `${those} Of ${plural(closed, 'other')} only the configuration was; --deep opens those that containers are made from.`;
}

function imageView(resource: Resource, place: number, context: ViewContext, calendar: Dates): ImageView {
  const facts = resource as ImageFacts;
  const { limits, show } = context;
  const rows = limits.reportImageRows;
  const licenses = licenseRows(facts, context);
  const secrets = secretRows(facts, context);
  const unread = Object.entries(resource.missing).map(([fact, code]) => `${fact} (${code})`);
  return {
    anchor: `image-${place}`,
    name: show(resource.name),
    target: context.targetName(resource.target),
    summary: summaryOf(facts, context),
    facts: identityRows(resource, context, calendar),
    unread: unread.length === 0 ? '' : show(listing(unread, 12)),
    layers: layersView(facts, `image-${place}-layers`, context),
    packages: packageRows(facts),
    licenses: licenses === null ? null : bounded(licenses, rows),
    secrets: secrets === null ? null : bounded(secrets, rows),
    interest: interestRows(facts, context),
  };
}

function bounded<T>(all: readonly T[], most: number): { rows: T[]; hidden: string | null } {
  return { rows: all.slice(0, most), hidden: all.length > most ? number(all.length - most) : null };
}

function summaryOf({ distribution, packages, size, layers, secrets }: ImageFacts, { show }: ViewContext): string {
  return [
    distribution === undefined ? null : show(distribution?.name ?? 'no distribution'),
    packages === undefined ? 'packages not read' : plural(packages.length, 'package'),
    layers === undefined ? null : plural(layers.length, 'layer'),
    size === undefined ? null : bytes(size),
    secrets === undefined || secrets.length === 0 ? null : `${plural(secrets.length, 'secret')} by place`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
