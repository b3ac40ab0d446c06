import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, generations, startDockerd, words } from '../../support/dockerd.ts';
import { buildImage, findBusybox } from '../../support/images.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { cannedContainer, cannedEngine, serving } from './canned.ts';
import { type Collection, collectFrom } from './collecting.ts';
import { startStandIn } from './stand-in.ts';

const ready = findBusybox() === null ? [] : generations();

/** One secret for each source, each in the four forms that secrets travel in. */
const planted: string[] = [];

/** Makes a secret for a source and gives the form of it to plant there. */
function canary(source: string, form: keyof typeof forms): string {
  const secret = `Cnry+${source}/9f8Z"q`;
  planted.push(secret);
  return forms[form](secret);
}

const forms = {
  plain: (secret: string) => secret,
  base64: (secret: string) => Buffer.from(secret).toString('base64'),
  url: (secret: string) => encodeURIComponent(secret),
  json: (secret: string) => JSON.stringify(secret).slice(1, -1),
};
const allForms = Object.keys(forms) as (keyof typeof forms)[];

/** The secrets found in a text, in any of their forms; also as JSON writes them, since the text is JSON. */
function found(text: string): string[] {
  return planted.filter((secret) =>
    Object.values(forms).some((form) => text.includes(form(secret)) || text.includes(forms.json(form(secret)))),
  );
}

/** For each form a pair of name and value, the name looking secret. */
function named(source: string): [name: string, value: string][] {
  return allForms.map((form) => [`${source}_${form}_password`, canary(`${source}-${form}`, form)]);
}

describe.each(['20.10', 'current'] as const)('an engine of generation %s', (generation) => {
  describe(
    'with secrets everywhere',
    skipUnless(ready.includes(generation), `dockerd ${generation} and busybox`),
    () => {
      let daemon: Dockerd;
      let collection: Collection;
      beforeAll(async () => {
        planted.length = 0;
        daemon = await startDockerd({
          generation,
          environment: { HTTP_PROXY: `http://user:${canary('proxy', 'url')}@127.0.0.1:1` },
          configuration: {
            'log-opts': { labels: 'a', env: `password=${canary('log-opts', 'plain')}` },
            'registry-mirrors': [`https://mirror.example`],
            labels: [`token=${canary('engine-label', 'plain')}`],
          },
        });
        await plantSecrets(daemon);
        collection = await collectFrom(daemon.uri);
      });
      afterAll(async () => daemon?.stop());

      test('is read whole', () => {
        expect(collection.summary.status).toBe('collected');
        expect(collection.resources.filter(({ kind }) => kind === 'container')).toHaveLength(1);
        expect(planted.length).toBeGreaterThan(25);
      });

      test('lets none of them into a snapshot, in any form', () => {
        expect(found(collection.text)).toEqual([]);
      });
    },
  );
});

async function plantSecrets(daemon: Dockerd): Promise<void> {
  const quoted = (pairs: [string, string][]) => pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  await buildImage(daemon, 'secret:1', [
    ...quoted(named('image_env')).map((pair) => `ENV ${pair}`),
    ...quoted(named('image_label')).map((pair) => `LABEL ${pair}`),
    `RUN ["/bin/true", "--password=${canary('history', 'url')}"]`,
    `HEALTHCHECK CMD ["true", "--token", "${canary('healthcheck', 'url')}"]`,
  ]);
  const volumeOptions = ['type=tmpfs', 'device=tmpfs', `o=password=${canary('volume-option', 'url')}`];
  await daemon.docker('volume', 'create', ...volumeOptions.flatMap((option) => ['--opt', option]), 'vol');
  await daemon.docker(
    'network',
    'create',
    '--internal',
    '--label',
    `secret=${canary('network-label', 'plain')}`,
    'net',
  );
  await daemon.docker(
    ...words('run --detach --network net --volume unused:/d --name ctr'),
    ...named('env').flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...named('label').flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...words(`--log-driver json-file --log-opt env=password=${canary('log-option', 'url')}`),
    'secret:1',
    'sh',
    '-c',
    'sleep 300',
    '--',
    `--api-key=${canary('argument', 'plain')}`,
    `https://user:${canary('url', 'url')}@example.com/?sig=${canary('query', 'url')}`,
  );
  await daemon.docker('exec', '--detach', 'ctr', 'sleep', '300', '--', `--password=${canary('exec', 'plain')}`);
}

test('words of an engine that refuses are redacted too', async () => {
  planted.length = 0;
  const words = `denied for https://user:${canary('refusal', 'url')}@example.com with password=${canary('refusal-2', 'url')}`;
  const refusal = { status: 403, body: { message: words } };
  const served = serving(cannedEngine([cannedContainer('a')]));
  const engine = await startStandIn({
    engine: null,
    fault: (name) => (name === '/containers/a/json' || name === '/images/json' ? refusal : served(name)),
  });
  try {
    const { text } = await collectFrom(engine.uri);
    expect(text).toContain('denied for');
    expect(found(text)).toEqual([]);
  } finally {
    await engine.stop();
  }
});
