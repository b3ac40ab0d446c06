import type { ReportFormat } from './contract.ts';
import { writeSboms } from './sbom/images.ts';
import { spdxDocument } from './sbom/spdx-document.ts';

/** One SPDX 2.3 document for each image that was opened. */
export const spdx: ReportFormat = {
  id: 'spdx',
  title: 'SBOM of each image: SPDX 2.3, JSON',
  render: (input) => writeSboms(input, { id: 'spdx', extension: 'spdx.json', write: spdxDocument }),
};
