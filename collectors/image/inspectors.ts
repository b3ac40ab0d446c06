import type { FileRequest } from '../../engine/index.ts';
import { licenseTextInspector } from '../licenses/index.ts';
import { cataloguers, packageInspectors } from '../packages/index.ts';
import { distributionKeeper } from '../packages/os/distribution.ts';
import { secretInspector } from '../secrets/index.ts';
import { interestInspectors, interestKeepers } from './interest/index.ts';
import type { Askers } from './layer/index.ts';

/**
 * Everything that looks into files while layers pass by, and everything that keeps files for parsers of the merged
 * tree. What is known of a layer is kept under the names of these: one more, and layers are read again.
 * @param requests - files that bundles asked for.
 */
export function contentAskers(requests: readonly FileRequest[]): Askers {
  return {
    inspectors: [...packageInspectors, licenseTextInspector, secretInspector, ...interestInspectors],
    keepers: [...cataloguers, distributionKeeper, ...interestKeepers(requests)],
  };
}
