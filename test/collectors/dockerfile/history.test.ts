import { expect, test } from 'vitest';
import { dockerfileFromHistory } from '../../../collectors/dockerfile/index.ts';

function read(...steps: string[]) {
  const history = steps.map((step) => ({ created_by: step }));
  return dockerfileFromHistory(history, 'app:1')?.facts.instructions ?? [];
}

/** Name, form and arguments of one step. */
function shown(step: string): unknown {
  const [instruction] = read(step);
  return instruction === undefined ? null : [instruction.name, instruction.form, ...instruction.arguments];
}

test.for<[string, unknown]>([
  ['/bin/sh -c #(nop) ADD file:abc123 in / ', ['ADD', 'shell', 'file:abc123', '/']],
  ['/bin/sh -c #(nop)  CMD ["bash"]', ['CMD', 'exec', 'bash']],
  ['/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]', ['CMD', 'exec', 'nginx', '-g', 'daemon off;']],
  ['/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "run | x"]', ['CMD', 'shell', 'run | x']],
  ['/bin/sh -c #(nop)  ENV PATH=/usr/bin', ['ENV', 'shell', 'PATH=/usr/bin']],
  ['/bin/sh -c #(nop)  ENV NOTE=two words', ['ENV', 'shell', 'NOTE=two words']],
  ['/bin/sh -c #(nop)  EXPOSE 80', ['EXPOSE', 'shell', '80']],
  ['/bin/sh -c apt-get update', ['RUN', 'shell', 'apt-get update']],
  ['|1 VERSION=3 /bin/sh -c make $VERSION', ['RUN', 'shell', 'make $VERSION']],
  ['RUN /bin/sh -c apt-get update # buildkit', ['RUN', 'shell', 'apt-get update']],
  ['RUN |2 A=1 B=two words /bin/sh -c make # buildkit', ['RUN', 'shell', 'make']],
  ['RUN /bin/bash -o pipefail -c a | b # buildkit', ['RUN', 'shell', 'a | b']],
  ['RUN apk add curl # buildkit', ['RUN', 'shell', 'apk add curl']],
  ['COPY /src /app # buildkit', ['COPY', 'shell', '/src', '/app']],
  ['WORKDIR /app', ['WORKDIR', 'shell', '/app']],
  ['ENTRYPOINT ["/app" "--x"]', ['ENTRYPOINT', 'exec', '/app', '--x']],
  ['EXPOSE map[443/tcp:{} 80/tcp:{}]', ['EXPOSE', 'shell', '443/tcp', '80/tcp']],
  ['EXPOSE [80/tcp]', ['EXPOSE', 'shell', '80/tcp']],
  ['VOLUME [/data /log]', ['VOLUME', 'shell', '/data', '/log']],
  ['SHELL [/bin/bash -c]', ['SHELL', 'exec', '/bin/bash', '-c']],
  [
    'HEALTHCHECK &{["CMD-SHELL" "curl -f x || exit 1"] "30s" "3s" "0s" "0s" \'\\x03\'}',
    ['HEALTHCHECK', 'shell', 'CMD', 'curl -f x || exit 1'],
  ],
  ['HEALTHCHECK &{["CMD" "curl" "x"] "0s" "0s" "0s" "0s" \'\\x00\'}', ['HEALTHCHECK', 'exec', 'CMD', 'curl', 'x']],
  ['HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" \'\\x00\'}', ['HEALTHCHECK', 'shell', 'NONE']],
  ['ARG VERSION=1', ['ARG', 'shell', 'VERSION=1']],
  ['USER app', ['USER', 'shell', 'app']],
  ["# debian.sh --arch 'amd64' out/ 'bookworm'", null],
  ['bazel build ...', null],
  ['ko build ko://x', null],
  ['', null],
])('%s', ([step, expected]) => {
  expect(shown(step)).toEqual(expected);
});

test('one stage without a base, lines that count the steps, and commands', () => {
  const made = dockerfileFromHistory(
    [
      { created_by: '/bin/sh -c #(nop) ADD file:a in / ' },
      { comment: 'imported' },
      { created_by: 'RUN /bin/sh -c curl x | sh # buildkit' },
      { created_by: 'USER app' },
    ],
    'app:1',
  );
  expect(made?.facts.stages).toEqual([
    {
      index: 0,
      name: null,
      line: 1,
      base: null,
      baseStage: null,
      scratch: false,
      tag: null,
      digest: null,
      final: true,
      user: 'app',
      healthcheck: null,
    },
  ]);
  expect(made?.facts.instructions?.map(({ name, line, stage }) => [name, line, stage])).toEqual([
    ['ADD', 1, 0],
    ['RUN', 3, 0],
    ['USER', 4, 0],
  ]);
  expect(made?.facts.instructions?.[1]?.pipes).toEqual([['curl', 'sh']]);
  expect(made?.facts).toMatchObject({
    path: null,
    reconstructed: true,
    image: 'app:1',
    digest: null,
    escape: '\\',
    syntax: null,
  });
  expect(made?.missing).toEqual({});
  expect([made?.facts['ignore'], made?.facts['context']]).toEqual([null, null]);
});

test('secrets in build arguments, variables and commands are told by name and never shown', () => {
  const instructions = read(
    'RUN |1 NPM_TOKEN=q7Xw29Lmz /bin/sh -c npm ci # buildkit',
    'ENV DB_PASSWORD=q7Xw29Lmz two',
    '/bin/sh -c #(nop)  ENV API_KEY=q7Xw29Lmz',
    'RUN /bin/sh -c run --password q7Xw29Lmz # buildkit',
    'CMD ["run" "--token" "q7Xw29Lmz"]',
    'LABEL secret=q7Xw29Lmz',
    'ARG TOKEN=q7Xw29Lmz',
  );
  expect(JSON.stringify(instructions)).not.toContain('q7Xw29Lmz');
  expect(instructions.map(({ looksSecret }) => looksSecret)).toEqual([
    ['NPM_TOKEN'],
    ['DB_PASSWORD'],
    ['API_KEY'],
    ['password'],
    ['token'],
    ['secret'],
    ['TOKEN'],
  ]);
});

test.for([null, undefined, {}, [], [null, 3, { created_by: 4 }]])('a history that is %j makes none', (history) => {
  expect(dockerfileFromHistory(history, 'x')).toBeNull();
});
