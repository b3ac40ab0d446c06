/** A whole Dockerfile with nothing remarkable in it. */
import type { Facts } from '../../engine/index.ts';

export const ordinaryDockerfile: Facts<'dockerfile'> = {
  path: 'Dockerfile',
  reconstructed: false,
  image: null,
  digest: `sha256:${'d'.repeat(64)}`,
  escape: '\\',
  syntax: null,
  stages: [
    {
      index: 0,
      name: null,
      line: 1,
      base: 'nginxinc/nginx-unprivileged:1.29.1',
      baseStage: null,
      scratch: false,
      tag: '1.29.1',
      digest: null,
      final: true,
      user: '101',
      healthcheck: true,
    },
  ],
  instructions: [
    {
      name: 'COPY',
      stage: 0,
      line: 2,
      endLine: 2,
      form: 'shell',
      arguments: ['nginx.conf', '/etc/nginx/'],
      flags: [],
      text: 'COPY nginx.conf /etc/nginx/',
      commands: [],
      pipes: [],
      looksSecret: [],
    },
  ],
  ignore: { exists: true, patterns: ['*', '!nginx.conf'] },
  context: [],
};
