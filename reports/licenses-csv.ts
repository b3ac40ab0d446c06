import type { ReportFormat, ReportInput } from './contract.ts';
import { writeCsv } from './csv.ts';
import { imagesOf, type NoticeImage, type NoticePackage } from './notice-packages.ts';

/** Columns, in their order; a new one comes at the end. */
const columns = [
  ...['image', 'package', 'version', 'type', 'purl', 'declared', 'found', 'scope', 'path', 'layer'],
  ...['declared as written', 'declared and found differ', 'texts', 'texts not recognised'],
];

/** Every package of every image with its licence, a row each. What is not known is an empty cell. */
export const licensesCsv: ReportFormat = {
  id: 'licenses-csv',
  title: 'licences of all packages, a row each',
  async render(input: ReportInput) {
    const images = await imagesOf(input, 'licenses-csv');
    const text = writeCsv([columns, ...images.flatMap(rowsOf)]);
    return [{ name: 'licenses.csv', bytes: new TextEncoder().encode(text) }];
  },
};

/** An image whose packages were not read has one row that says so. */
function rowsOf(image: NoticeImage): string[][] {
  if (image.packages === null) {
    return [[image.key, `(packages not read: ${image.missing})`, ...columns.slice(2).map(() => '')]];
  }
  return image.packages.map((found) => rowOf(image.key, found));
}

function rowOf(image: string, found: NoticePackage): string[] {
  const { license } = found;
  return [
    image,
    found.name,
    found.version,
    found.type,
    found.purl ?? '',
    license.declared ?? '',
    license.found ?? '',
    found.scope,
    found.path,
    found.layer === null ? '' : String(found.layer),
    license.declaredText ?? '',
    license.differ ? 'yes' : 'no',
    license.texts === null ? '' : String(license.texts),
    license.unknownTexts.map(({ path }) => path).join(' '),
  ];
}
