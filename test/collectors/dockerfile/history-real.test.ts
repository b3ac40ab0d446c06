import { describe, expect, test } from 'vitest';
import { dockerfileFromHistory } from '../../../collectors/dockerfile/index.ts';
import { generations, startDockerd } from '../../support/dockerd.ts';
import { buildImage, findBusybox } from '../../support/images.ts';
import { skipUnless } from '../../support/real-parts.ts';

const written = [
  'ARG VERSION=3',
  'ENV A=b NOTE="two words"',
  'LABEL l=m',
  'EXPOSE 80 443/udp',
  'VOLUME /data',
  'WORKDIR /app',
  'RUN echo $VERSION | cat && true',
  'RUN ["/bin/sh", "-c", "true"]',
  'SHELL ["/bin/sh", "-e", "-c"]',
  'RUN echo x',
  'HEALTHCHECK --interval=5s CMD true || exit 1',
  'STOPSIGNAL SIGINT',
  'USER 1000',
  'ENTRYPOINT ["/bin/echo", "a b"]',
  'CMD echo hi',
];

const read = [
  ['ARG', 'VERSION=3'],
  ['ENV', 'A=b', 'NOTE=two words'],
  ['LABEL', 'l=m'],
  ['EXPOSE', '443/udp', '80'],
  ['VOLUME', '/data'],
  ['WORKDIR', '/app'],
  ['RUN', 'echo $VERSION | cat && true'],
  ['RUN', 'true'],
  ['SHELL', '/bin/sh', '-e', '-c'],
  ['RUN', 'echo x'],
  ['HEALTHCHECK', 'CMD', 'true || exit 1'],
  ['STOPSIGNAL', 'SIGINT'],
  ['USER', '1000'],
  ['ENTRYPOINT', '/bin/echo', 'a b'],
  ['CMD', 'echo hi'],
];

const daemons = findBusybox() === null ? [] : generations();

describe(
  'the history of an image that was built',
  skipUnless(daemons, 'no dockerd and busybox to build an image with'),
  () => {
    test.for(daemons)('by Docker %s is its Dockerfile again', async (generation) => {
      const daemon = await startDockerd({ generation });
      try {
        await buildImage(daemon, 'history:1', written);
        const lines = await daemon.docker('history', '--no-trunc', '--format', '{{json .CreatedBy}}', 'history:1');
        const history = lines
          .trim()
          .split('\n')
          .reverse()
          .map((line) => ({ created_by: JSON.parse(line) as unknown }));
        const made = dockerfileFromHistory(history, 'history:1');
        const instructions = made?.facts.instructions ?? [];
        expect(instructions.slice(-read.length).map(({ name, arguments: words }) => [name, ...words])).toEqual(read);
        expect(instructions.slice(0, -read.length).map(({ name }) => name)).toEqual(['COPY', 'RUN']);
        expect(made?.facts.stages?.[0]).toMatchObject({ user: '1000', healthcheck: true, base: null });
      } finally {
        await daemon.stop();
      }
    });
  },
);
