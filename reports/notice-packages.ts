/** Packages of the images of a run, for inventories of licences. */
import { compareText, type Facts, PlimsollError, type Resource } from '../engine/index.ts';
import type { ReportInput } from './contract.ts';

export type NoticePackage = Facts<'image'>['packages'][number];

/** One image and its packages. */
export interface NoticeImage {
  key: string;
  name: string;
  /** Null: they were not read; `missing` says why. */
  packages: NoticePackage[] | null;
  /** Code of what is missing: `not-requested` where the image was not opened. */
  missing: string | null;
}

/**
 * Images of the snapshots, sorted by key, their packages by type, name, version and path.
 * @throws PlimsollError `format-failed` where there is only a result and no snapshot
 */
export async function imagesOf({ resources }: ReportInput, format: string): Promise<NoticeImage[]> {
  if (resources === undefined) {
    throw new PlimsollError(
      'format-failed',
      `the format ${format} lists packages, which a result alone does not have`,
      {
        next: 'Make the report with the run itself, or from its snapshot: plimsoll evaluate SNAPSHOT.',
      },
    );
  }
  const images: NoticeImage[] = [];
  for await (const resource of resources('image')) images.push(imageOf(resource));
  return images.sort((a, b) => compareText(a.key, b.key));
}

function imageOf(resource: Resource): NoticeImage {
  const { key, name, missing } = resource;
  const packages = resource['packages'] as NoticePackage[] | undefined;
  if (packages === undefined) return { key, name, packages: null, missing: missing['packages'] ?? 'not-requested' };
  return { key, name, packages: [...packages].sort(byName), missing: null };
}

function byName(a: NoticePackage, b: NoticePackage): number {
  return (
    compareText(a.type, b.type) ||
    compareText(a.name, b.name) ||
    compareText(a.version, b.version) ||
    compareText(a.path, b.path)
  );
}
