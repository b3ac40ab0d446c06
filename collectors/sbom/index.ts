import path from 'node:path';
import type { Collector } from '../contract.ts';

/** Reads SBOMs: what they say is in an image or an application. The image itself is not looked at. */
export const sbom: Collector = {
  id: 'sbom',
  schemes: ['sbom:'],
  forms: [
    { form: 'sbom:FILE', meaning: 'packages that an SBOM lists: CycloneDX 1.4 to 1.7 or SPDX 2.2 and 2.3, JSON' },
  ],
  kinds: ['image'],
  plan: (target) => [{ what: 'file', name: path.resolve(target.address), why: 'the packages it lists' }],
  collect: async (context) => (await import('./collect.ts')).collectSbom(context),
};
