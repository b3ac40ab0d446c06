import type { ReportFormat } from './contract.ts';
import { cyclonedxDocument } from './sbom/cyclonedx-document.ts';
import { writeSboms } from './sbom/images.ts';

/** One CycloneDX 1.6 document for each image that was opened. */
export const cyclonedx: ReportFormat = {
  id: 'cyclonedx',
  title: 'SBOM of each image: CycloneDX 1.6, JSON',
  render: (input) => writeSboms(input, { id: 'cyclonedx', extension: 'cdx.json', write: cyclonedxDocument }),
};
