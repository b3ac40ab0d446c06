import type { Collector } from '../contract.ts';
import { planImage } from './plan.ts';

/** Opens images: of an engine, of archives and layouts, of registries. Reads their layers in memory and nothing else. */
export const image: Collector = {
  id: 'image',
  schemes: ['docker-archive:', 'docker-daemon:', 'oci-archive:', 'docker://', 'registry:', 'image:', 'oci:'],
  forms: [
    { form: 'image:REF', meaning: 'an image: of the Docker engine, else of its registry' },
    { form: 'docker-daemon:REF', meaning: 'an image of the Docker engine' },
    { form: 'docker-archive:FILE[:REF]', meaning: 'what docker save wrote, also under gzip or zstd' },
    { form: 'oci:DIR[:TAG]', meaning: 'an OCI image layout in a folder' },
    { form: 'oci-archive:FILE[:TAG]', meaning: 'an OCI image layout in an archive' },
    { form: 'registry:REF', meaning: 'an image of a registry; also docker://REF' },
  ],
  kinds: ['dockerfile', 'image'],
  plan: planImage,
  // The readers of contents are many modules: only a run that opens images loads them.
  collect: async (context) => (await import('./collect.ts')).collectImage(context),
};
