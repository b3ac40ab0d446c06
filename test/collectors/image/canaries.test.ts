import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, generations, startDockerd } from '../../support/dockerd.ts';
import { collectImages } from '../../support/image-collecting.ts';
import { named, newLayout } from '../../support/image-fixtures.ts';
import { buildImage, findBusybox } from '../../support/images.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { tarOf } from '../../support/tar-entries.ts';
import { collectFrom } from '../docker/collecting.ts';

const ready = findBusybox() === null ? [] : generations();

const forms = {
  plain: (secret: string) => secret,
  base64: (secret: string) => Buffer.from(secret).toString('base64'),
  url: (secret: string) => encodeURIComponent(secret),
  json: (secret: string) => JSON.stringify(secret).slice(1, -1),
};
const allForms = Object.keys(forms) as (keyof typeof forms)[];
const planted: string[] = [];

function canary(source: string, form: keyof typeof forms): string {
  const secret = `Cnry+${source}/7h3K"z`;
  planted.push(secret);
  return forms[form](secret);
}

function found(text: string): string[] {
  return planted.filter((secret) =>
    Object.values(forms).some((form) => text.includes(form(secret)) || text.includes(forms.json(form(secret)))),
  );
}

/** For each form a pair of name and value, the name looking secret. */
function pairs(source: string): [string, string][] {
  return allForms.map((form) => [`${source}_${form}_password`, canary(`${source}-${form}`, form)]);
}

const privateKey = [
  '-----BEGIN PRIVATE KEY-----',
  'MC4CAQAwBQYDK2VwBCIEIEMoeQ5PaCbjSmVqO2xbnVz5Yr8CnryPlantedHere0z',
  '-----END PRIVATE KEY-----',
].join('\n');

/** Files with secrets, as a builder leaves them behind. */
function secretFiles(): Record<string, string> {
  return {
    'app/.env': pairs('file')
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    'root/.netrc': `machine example.com login me password ${canary('netrc', 'url')}`,
    'root/.docker/config.json': JSON.stringify({ auths: { 'example.com': { auth: canary('docker-auth', 'base64') } } }),
    'root/id': `${privateKey}\n`,
    'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    'etc/shadow': `root:$6$${'salt'}$${canary('shadow', 'base64').replace(/=/g, '')}:19000:0:99999:7:::\n`,
  };
}

describe('an archive with secrets everywhere', () => {
  test('lets none of them into a snapshot, in any form', async () => {
    planted.length = 0;
    const folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-canaries-'));
    try {
      const file = path.join(folder, 'image.tar');
      const layout = newLayout();
      const layer = tarOf(Object.entries(secretFiles()).map(([name, content]) => ({ path: name, content })));
      const config = {
        config: {
          Env: pairs('env').map((pair) => pair.join('=')),
          Labels: {
            ...Object.fromEntries(pairs('label')),
            'org.opencontainers.image.base.name': `https://u:${canary('base', 'url')}@example.com/x`,
          },
          Entrypoint: ['run', `--password=${canary('entrypoint', 'plain')}`],
          Cmd: ['--token', canary('command', 'url')],
          Healthcheck: { Test: ['CMD', 'true', `--api-key=${canary('health', 'plain')}`] },
          Volumes: {},
        },
        author: `password=${canary('author', 'url')}`,
        history: [
          { created_by: `RUN |1 TOKEN=${canary('argument', 'url')} /bin/sh -c make # buildkit` },
          { created_by: `RUN curl https://me:${canary('history', 'url')}@example.com`, empty_layer: true },
        ],
      };
      layout.index([named(layout.image({ layers: [layer], config }), 'v1')]);
      await writeFile(file, layout.tar());
      const { summary, images, text } = await collectImages(`oci-archive:${file}`);
      expect(summary.status).toBe('collected');
      expect(images[0]!.facts['secrets']).not.toEqual([]);
      expect(planted.length).toBeGreaterThan(18);
      expect(found(text)).toEqual([]);
      expect(text).not.toContain('CnryPlantedHere');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe.each(['20.10', 'current'] as const)('an engine of generation %s', (generation) => {
  describe(
    'with an image full of secrets',
    skipUnless(ready.includes(generation), `dockerd ${generation} and busybox`),
    () => {
      let daemon: Dockerd;
      beforeAll(async () => {
        planted.length = 0;
        daemon = await startDockerd({ generation });
        const quoted = (all: [string, string][]) => all.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
        const files = Object.fromEntries(
          Object.entries(secretFiles()).map(([name, content]) => [`files/${name}`, content]),
        );
        await buildImage(
          daemon,
          'secret:1',
          [
            ...quoted(pairs('image_env')).map((pair) => `ENV ${pair}`),
            ...quoted(pairs('image_label')).map((pair) => `LABEL ${pair}`),
            `RUN ["/bin/true", "--password=${canary('step', 'url')}"]`,
            'COPY files /',
            'RUN ["/bin/rm", "/root/.netrc"]',
            `CMD ["true", "--token", "${canary('cmd', 'url')}"]`,
          ],
          files,
        );
        await daemon.docker('create', '--name', 'ctr', 'secret:1');
      });
      afterAll(async () => daemon?.stop());

      test('lets none of them into a snapshot when it is opened', async () => {
        const alone = await collectImages('docker-daemon:secret:1', {
          environment: { DOCKER_HOST: `unix://${daemon.socket}` },
        });
        const deep = await collectFrom(daemon.uri, { deep: true });
        for (const { summary, text } of [alone, deep]) {
          expect(summary.status).toBe('collected');
          expect(text).toContain('private-key');
          expect(found(text)).toEqual([]);
          expect(text).not.toContain('CnryPlantedHere');
        }
        expect(planted.length).toBeGreaterThan(15);
      });
    },
  );
});
