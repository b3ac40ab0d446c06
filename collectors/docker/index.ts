import type { Collector } from '../contract.ts';
import { collectDocker, dockerKinds } from './collect.ts';
import { planDocker } from './plan.ts';

/** Reads a Docker engine through its API, with GET and HEAD only. */
export const docker: Collector = {
  id: 'docker',
  schemes: ['docker:unix://', 'docker:tcp://', 'docker'],
  forms: [
    { form: 'docker', meaning: 'the Docker engine that DOCKER_HOST or the current Docker context names' },
    { form: 'docker:unix:///PATH', meaning: 'the Docker engine behind a socket' },
    {
      form: 'docker:tcp://HOST:PORT',
      meaning: "a Docker engine over TCP; TLS as Docker's environment and contexts say",
    },
  ],
  kinds: dockerKinds,
  plan: planDocker,
  collect: collectDocker,
};
