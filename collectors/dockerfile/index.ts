import path from 'node:path';
import type { Collector } from '../contract.ts';
import { collectDockerfiles } from './collect.ts';

export { dockerfileFromHistory, type ReconstructedDockerfile } from './history.ts';
export { type ParsedDockerfile, parseDockerfile } from './parse.ts';

/** Reads Dockerfiles: a file, or all in a folder and below it, with their ignore files and what lies beside them. */
export const dockerfile: Collector = {
  id: 'dockerfile',
  schemes: ['dockerfile:'],
  forms: [{ form: 'dockerfile:PATH', meaning: 'a Dockerfile, or all below a folder' }],
  kinds: ['dockerfile'],
  plan: (target) => [
    { what: 'file', name: path.resolve(target.address), why: 'Dockerfiles' },
    { what: 'file', name: `${path.resolve(target.address)}: .dockerignore`, why: 'what they leave out of the build' },
    {
      what: 'file',
      name: `${path.resolve(target.address)}: names`,
      why: 'what lies beside them; contents are not read',
    },
  ],
  collect: collectDockerfiles,
};
