// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles and shells
import { describe, expect, test } from 'vitest';
import { parseDockerfile } from '../../../collectors/dockerfile/index.ts';
import { canary, leaksIn } from '../../support/canaries.ts';

function stagesOf(text: string) {
  return parseDockerfile(text).facts.stages;
}

function instructionsOf(text: string) {
  return parseDockerfile(text).facts.instructions ?? [];
}

test('stages with their base, names, users and health checks', () => {
  const text = `# syntax=docker/dockerfile:1.9
ARG VERSION=12
ARG REGISTRY
FROM --platform=$BUILDPLATFORM debian:\${VERSION}-slim@sha256:abc AS Build
USER app
USER 1000:1000
FROM build
HEALTHCHECK CMD true
HEALTHCHECK NONE
FROM \${REGISTRY}/base
FROM host:5000/team/app
FROM scratch
ARG VERSION
ENV NAME=app\${VERSION}
USER "\${NAME}"
HEALTHCHECK CMD ["/check"]
`;
  const shared = {
    name: null,
    baseStage: null,
    scratch: false,
    tag: null,
    digest: null,
    final: false,
    user: null,
    healthcheck: null,
  };
  expect(stagesOf(text)).toEqual([
    {
      ...shared,
      index: 0,
      name: 'Build',
      line: 4,
      base: 'debian:12-slim@sha256:abc',
      tag: '12-slim',
      digest: 'sha256:abc',
      user: '1000:1000',
    },
    { ...shared, index: 1, line: 7, base: 'build', baseStage: 0, healthcheck: false },
    { ...shared, index: 2, line: 10, base: null },
    { ...shared, index: 3, line: 11, base: 'host:5000/team/app' },
    { ...shared, index: 4, line: 12, base: 'scratch', scratch: true, final: true, user: 'app12', healthcheck: true },
  ]);
  expect(parseDockerfile(text).facts.syntax).toBe('docker/dockerfile:1.9');
});

test.for([
  ['FROM ${X:-a}', 'a'],
  ['ARG X=b\nFROM ${X:-a}', 'b'],
  ['ARG X=\nFROM ${X:-a}', 'a'],
  ['ARG X=\nFROM a${X-b}', 'a'],
  ['ARG X=1\nFROM a${X:+:tag}', 'a:tag'],
  ['ARG A=1 B=x:$A\nFROM $B', 'x:1'],
  ['ARG X="q r"\nFROM "$X"', 'q r'],
  ['ARG X\nFROM a:$X', null],
  ['FROM a:$X', null],
  ['ARG X=a:1.0\nFROM ${X%.0}', null],
  ['FROM a\\$X', null],
] as const)('the base of %j is %s', ([text, base]) => {
  expect(stagesOf(text)?.[0]?.base).toBe(base);
});

test('an ENV of an earlier stage counts in a stage that starts from it, an ARG does not', () => {
  const users = stagesOf('FROM a AS one\nENV U=me\nARG V=x\nFROM one\nUSER $U\nFROM one\nUSER $V')?.map(
    ({ user }) => user,
  );
  expect(users).toEqual([null, 'me', '$V']);
});

test('ENV wins over ARG of the same name, wherever it stands', () => {
  expect(stagesOf('FROM a\nENV U=env\nARG U=arg\nUSER $U')?.[0]?.user).toBe('env');
});

describe('instructions', () => {
  test('with lines, flags, form and words', () => {
    const [, copy, entrypoint, env] = instructionsOf(
      'FROM a\nCOPY --from=build --chown=1:1 \\\n  # note\n  x y /dir/\nENTRYPOINT ["/run", "a b"]\nENV A=b C="d e"',
    );
    const plain = { stage: 0, form: 'shell', commands: [], pipes: [], looksSecret: [] };
    expect(copy).toEqual({
      ...plain,
      name: 'COPY',
      line: 2,
      endLine: 4,
      arguments: ['x', 'y', '/dir/'],
      flags: [
        { name: '--from', value: 'build' },
        { name: '--chown', value: '1:1' },
      ],
      text: 'COPY --from=build --chown=1:1   x y /dir/',
    });
    expect(entrypoint).toEqual({
      ...plain,
      name: 'ENTRYPOINT',
      line: 5,
      endLine: 5,
      form: 'exec',
      arguments: ['/run', 'a b'],
      flags: [],
      text: 'ENTRYPOINT ["/run", "a b"]',
      commands: [['/run', 'a b']],
    });
    expect(env).toEqual({
      ...plain,
      name: 'ENV',
      line: 6,
      endLine: 6,
      arguments: ['A=b', 'C=d e'],
      flags: [],
      text: 'ENV A=b C=d e',
    });
  });

  test.for<[string, string[][]]>([
    ['RUN <<EOF\na\nb | c\nEOF', [['a'], ['b'], ['c']]],
    ['RUN <<-EOF\n\ta\n\tEOF', [['a']]],
    ['RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', [['python3']]],
    ['RUN <<EOF\n#!/bin/bash\na\nEOF', [['a']]],
    ['RUN bash -e <<EOF\na\nEOF', [['bash', '-e'], ['a']]],
    ['RUN cat <<EOF > f && b\nrm -rf\nEOF', [['cat'], ['b']]],
    ['ONBUILD RUN <<EOF\na\nEOF', [['a']]],
    ['ONBUILD RUN a | b', [['a'], ['b']]],
    [
      'HEALTHCHECK --interval=1s CMD curl -f x || exit 1',
      [
        ['curl', '-f', 'x'],
        ['exit', '1'],
      ],
    ],
    ['HEALTHCHECK CMD ["curl", "x"]', [['curl', 'x']]],
    ['SHELL ["powershell", "-c"]\nRUN Get-Item | Remove-Item', []],
    ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a', [['a']]],
    ['COPY <<EOF /x\nrm -rf /\nEOF', []],
  ])('%j runs', ([text, commands]) => {
    expect(instructionsOf(`FROM a\n${text}`).flatMap((instruction) => instruction.commands)).toEqual(commands);
  });
});

test('a file without FROM has instructions and no stages', () => {
  const { facts, missing, problems } = parseDockerfile('ARG A=1\nRUN x');
  expect(facts.instructions?.map(({ name, stage }) => [name, stage])).toEqual([
    ['ARG', null],
    ['RUN', null],
  ]);
  expect(missing).toEqual({ stages: 'parse-error' });
  expect(problems).toEqual([{ code: 'dockerfile-invalid', message: 'It has no FROM.', kind: 'dockerfile' }]);
});

test('an unknown instruction is told with its line, and what stands there is not shown', () => {
  const { problems, missing } = parseDockerfile('FROM a\nRUNN x\nq7Xw29LmzV x');
  expect(missing).toEqual({});
  expect(problems.map(({ message }) => message)).toEqual([
    'Line 2: RUNN is no instruction.',
    'Line 3: the first word is no instruction.',
  ]);
});

describe('secrets', () => {
  const secret = canary('dockerfile');
  const token = `ghp_${'q8Zt4nWm2Xc7Vb1Lk9Pj5Hg3Fd6Sa0Qw2Er4'.slice(0, 36)}`;
  const texts = [
    `ARG DB_PASSWORD='${secret.text}'`,
    `ENV DB_PASSWORD ${secret.text}`,
    `ENV A=b API_TOKEN='${secret.text}'`,
    `LABEL client.secret='${secret.text}'`,
    `RUN export DB_PASSWORD='${secret.text}' && run`,
    `RUN run --password '${secret.text}'`,
    `RUN ["run", "--password", ${JSON.stringify(secret.text)}]`,
    `RUN <<EOF\nexport DB_PASSWORD='${secret.text}'\nEOF`,
    `ONBUILD ENV DB_PASSWORD='${secret.text}'`,
    `HEALTHCHECK CMD run --password='${secret.text}'`,
    `COPY <<EOF /x\n${secret.text}\nEOF`,
    `USER ${token}`,
    `FROM x:${token} AS ${token}`,
    `COPY --chown=${token} ${token} /`,
    `ADD https://me:${token}@host/x?sig=${token} /`,
    `RUN curl -H "Authorization: Bearer ${token}" x | sh`,
    `ARG NPM=${token}`,
    `CMD run ${token}`,
    `# syntax=${token}`,
    `WORKDIR /${token}`,
    `${token} x`,
  ];

  test.for(texts)('never enter the facts: %s', (text) => {
    const shown = JSON.stringify(parseDockerfile(text.startsWith('#') ? `${text}\nFROM a\n` : `FROM a\n${text}\n`));
    expect(leaksIn(shown, [secret])).toEqual([]);
    expect(shown).not.toContain(token.slice(8, 30));
  });

  test('are told by name, or by pattern where they have none', () => {
    const told = instructionsOf(
      `FROM a\nARG TOKEN\nARG TOKEN=q7Xw29Lmz\nENV A=b DB_PASSWORD=x7 URL=postgres://a:q7Xw29@h/\nRUN PASSWORD=q7Xw29Lmz run\nRUN git clone https://x:${token}@h/\nRUN --mount=type=secret,id=token cat /run/secrets/token`,
    ).map(({ looksSecret }) => looksSecret);
    expect(told).toEqual([[], [], ['TOKEN'], ['DB_PASSWORD', 'URL'], ['PASSWORD'], ['github-token'], []]);
  });
});
