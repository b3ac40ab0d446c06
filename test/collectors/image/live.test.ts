import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planImage } from '../../../collectors/image/plan.ts';
import type { Collected } from '../../../collectors/index.ts';
import type { Facts } from '../../../engine/index.ts';
import { type Dockerd, generations, startDockerd } from '../../support/dockerd.ts';
import { collectImages, type ImageCollection } from '../../support/image-collecting.ts';
import { buildImage, findBusybox } from '../../support/images.ts';
import { findOnPath, skipUnless } from '../../support/real-parts.ts';
import { collectFrom, modelFaults } from '../docker/collecting.ts';
import { startStandIn } from '../docker/stand-in.ts';

const ready = findBusybox() === null ? [] : generations();
const run = promisify(execFile);

type ImageFacts = Facts<'image'>;

/** Instructions that leave something in every fact of a configuration, and a file that a later layer removes. */
const instructions = [
  'ENV GREETING=hello API_TOKEN=not-for-anyone EMPTY=',
  'LABEL team=shop org.opencontainers.image.base.name=example/base:1',
  'RUN ["/bin/sh", "-c", "mkdir /etc /srv; echo root:x:0:0::/:/bin/sh > /etc/passwd; echo root:x:0: > /etc/group"]',
  'RUN ["/bin/sh", "-c", "echo x > /srv/tool; chmod 4755 /srv/tool; echo gone > /srv/gone"]',
  'RUN ["/bin/sh", "-c", "rm /srv/gone; ln -s tool /srv/link"]',
  'EXPOSE 8080/tcp 53/udp',
  'VOLUME /data /cache',
  'HEALTHCHECK --interval=5s CMD ["true"]',
  'WORKDIR /srv',
  'USER 1000:1000',
  'ENTRYPOINT ["/bin/sh", "-c"]',
  'CMD ["sleep", "600"]',
];

describe.each(['20.10', 'current'] as const)('an engine of generation %s', (generation) => {
  describe('that holds an image', skipUnless(ready.includes(generation), `dockerd ${generation} and busybox`), () => {
    let daemon: Dockerd;
    let folder: string;
    let environment: Record<string, string>;
    let fromEngine: ImageCollection;
    let saved: string;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-live-'));
      daemon = await startDockerd({ generation });
      environment = { DOCKER_HOST: `unix://${daemon.socket}` };
      await buildImage(daemon, 'example/base:1');
      await daemon.docker('tag', 'example/base:1', 'example/base:stable');
      await buildImage(daemon, 'shop/web:1', instructions);
      await buildImage(daemon, 'shop/other:1', ['RUN ["/bin/sh", "-c", "echo other > /other"]']);
      saved = path.join(folder, 'web.tar');
      await daemon.docker('save', '--output', saved, 'shop/web:1');
      fromEngine = await collectImages('docker-daemon:shop/web:1', { environment });
    });
    afterAll(async () => {
      await daemon?.stop();
      if (folder !== undefined) await rm(folder, { recursive: true });
    });

    test('gives it whole, as the model has it', () => {
      expect(fromEngine.summary).toMatchObject({ status: 'collected', problems: [], phrase: '1 image' });
      expect(fromEngine.images).toHaveLength(1);
      expect(fromEngine.images[0]!.missing).toEqual({ signatures: 'not-supported' });
      expect(modelFaults(fromEngine.resources)).toEqual([]);
    });

    test('gives the configuration that docker image inspect tells', async () => {
      const [inspect] = JSON.parse(await daemon.docker('image', 'inspect', 'shop/web:1')) as {
        Id: string;
        RepoTags: string[];
        RepoDigests: string[];
        Os: string;
        Architecture: string;
        Created: string;
        RootFS: { Layers: string[] };
        Config: Record<string, unknown>;
      }[];
      const { id, key, name, labels } = fromEngine.images[0]!;
      const facts = imageFactsOf(fromEngine.images[0]!);
      expect({ id, key, name, labels }).toEqual({
        id: inspect!.Id,
        key: 'image/shop/web:1',
        name: 'shop/web:1',
        labels: inspect!.Config['Labels'],
      });
      expect(facts).toMatchObject({
        source: 'docker-daemon',
        tags: inspect!.RepoTags,
        digests: inspect!.RepoDigests,
        os: inspect!.Os,
        architecture: inspect!.Architecture,
        createdAt: inspect!.Created,
        layers: inspect!.RootFS.Layers,
        user: inspect!.Config['User'],
        entrypoint: inspect!.Config['Entrypoint'],
        command: inspect!.Config['Cmd'],
        workingDirectory: inspect!.Config['WorkingDir'],
        volumes: Object.keys(inspect!.Config['Volumes'] as object).sort(),
        exposedPorts: [
          { port: 53, protocol: 'udp' },
          { port: 8080, protocol: 'tcp' },
        ],
        healthcheck: { test: ['CMD', 'true'], disabled: false },
        containers: 0,
        dangling: false,
      });
      expect(facts.env.map((variable) => variable.name)).toEqual(['API_TOKEN', 'EMPTY', 'GREETING', 'PATH']);
    });

    test('tells what is inside, and what was removed and is still shipped', () => {
      const facts = imageFactsOf(fromEngine.images[0]!);
      expect(facts.privilegedFiles).toMatchObject([
        { path: 'srv/tool', setuid: true, setgid: false, capabilities: [] },
      ]);
      expect(facts.users).toMatchObject([{ name: 'root', uid: 0 }]);
      expect(facts.contents).toMatchObject({ hiddenFiles: 1, hiddenSize: 'gone\n'.length });
      expect(facts.layerContents).toHaveLength(facts.layers.length);
      expect(facts.layerContents.map(({ createdBy }) => createdBy).join('\n')).toContain('rm /srv/gone');
    });

    test('knows the longest of its images that it begins with', () => {
      const { base } = imageFactsOf(fromEngine.images[0]!);
      expect(base).toMatchObject({
        name: 'example/base:1',
        digest: null,
        known: { references: ['example/base:1', 'example/base:stable'], layers: 2 },
      });
    });

    test('and its archive tell the same of the image', async () => {
      const fromArchive = await collectImages(`docker-archive:${saved}`);
      expect(fromArchive.summary).toMatchObject({ status: 'collected', problems: [] });
      expect(modelFaults(fromArchive.resources)).toEqual([]);
      expect(fromArchive.images[0]!.missing).toEqual({ containers: 'not-supported', signatures: 'not-supported' });
      expect(comparable(fromArchive.images[0]!)).toEqual(comparable(fromEngine.images[0]!));
    });

    test(
      'and other tools’ copies of the archive tell the same of its contents',
      skipUnless(findOnPath('skopeo'), 'skopeo'),
      async () => {
        const contents = contentsOf(fromEngine.images[0]!);
        const copies: [string, string[]][] = [
          [`oci:${folder}/layout:t`, []],
          [`oci:${folder}/zstd:t`, ['--dest-compress', '--dest-compress-format', 'zstd']],
          [`oci-archive:${folder}/layout.tar:t`, []],
          [`docker-archive:${folder}/copy.tar:copy:1`, []],
        ];
        for (const [destination, options] of copies) {
          await run('skopeo', [
            'copy',
            '--quiet',
            '--insecure-policy',
            ...options,
            `docker-archive:${saved}`,
            destination,
          ]);
          const copy = await collectImages(destination);
          expect(copy.summary).toMatchObject({ status: 'collected', problems: [] });
          expect(contentsOf(copy.images[0]!)).toEqual(contents);
        }
      },
    );

    test('is asked for its image before a registry is', async () => {
      const { summary, images } = await collectImages('image:shop/web:1', { environment });
      expect(summary.about).toMatch(/its own image$/);
      expect(images).toEqual(fromEngine.images);
    });

    test('has it for its own platform alone', async () => {
      const { summary } = await collectImages('docker-daemon:shop/web:1', { environment, platform: 'linux/s390x' });
      expect(summary.problems).toEqual([expect.objectContaining({ code: 'image-unknown' })]);
    });

    test('says that it has no such image', async () => {
      const { summary } = await collectImages('docker-daemon:shop/none:1', { environment });
      expect(summary).toMatchObject({ status: 'failed', problems: [{ code: 'image-unknown' }] });
      expect(summary.kinds['image']).toEqual({ status: 'failed', expected: 0, seen: 0 });
    });

    test('need not be exported once its layers are known, and is never asked for more than the plan says', async () => {
      const cacheFolder = path.join(folder, 'cache');
      const recorder = await startStandIn({ engine: daemon.socket });
      const recorded = { environment: { DOCKER_HOST: `unix://${recorder.socket}` }, cacheFolder };
      const exported = () => recorder.requests.filter((request) => request.endsWith('/get')).length;
      try {
        const first = await collectImages('docker-daemon:shop/web:1', recorded);
        expect(exported()).toBe(1);
        expect(await readdir(cacheFolder)).toHaveLength(imageFactsOf(first.images[0]!).layers.length);
        const second = await collectImages('docker-daemon:shop/web:1', recorded);
        expect(exported()).toBe(1);
        expect(second.images).toEqual(first.images);
        expect(first.images).toEqual(fromEngine.images);
      } finally {
        await recorder.stop();
      }
      const target = { id: 1, uri: 'docker-daemon:shop/web:1', collector: 'image', address: '', name: null };
      const planned = planImage(target).map(({ name }) => name.replace(/\?.*/, '').replace('{ref}', '{id}'));
      const asked = recorder.requests.map((request) =>
        request.replace(/\/images\/.+(\/(?:json|history|get))$/, '/images/{id}$1'),
      );
      expect([...new Set(asked)].sort()).toEqual([...new Set(planned)].sort());
    });

    test('that breaks off in an export fails, and says so', async () => {
      const cut = { cutAfter: 100_000, body: 'x'.repeat(200_000) };
      const recorder = await startStandIn({
        engine: daemon.socket,
        fault: (name) => (name.endsWith('/get') ? cut : undefined),
      });
      try {
        const { summary, images } = await collectImages('docker-daemon:shop/web:1', {
          environment: { DOCKER_HOST: `unix://${recorder.socket}` },
        });
        expect(images).toEqual([]);
        expect(summary.status).toBe('failed');
        expect(summary.problems).toHaveLength(1);
        expect(summary.kinds['image']).toMatchObject({ status: 'failed', expected: 1, seen: 0 });
      } finally {
        await recorder.stop();
      }
    });

    test('opens the images that containers are made from, where that is asked for', async () => {
      await daemon.docker('create', '--name', 'web', 'shop/web:1');
      await daemon.docker('create', '--name', 'other', 'shop/other:1', 'true');
      const deep = await collectFrom(daemon.uri, { deep: true, cacheFolder: path.join(folder, 'deep') });
      expect(deep.summary).toMatchObject({ status: 'collected', problems: [] });
      expect(modelFaults(deep.resources)).toEqual([]);
      const images = deep.resources.filter(({ kind }) => kind === 'image');
      expect(images.map(({ name, facts }) => [name, facts['source'], 'packages' in facts])).toEqual([
        ['example/base:1', 'engine', false],
        ['shop/other:1', 'docker-daemon', true],
        ['shop/web:1', 'docker-daemon', true],
      ]);
      const web = images[2]!;
      expect(web).toEqual({ ...fromEngine.images[0]!, facts: { ...fromEngine.images[0]!.facts, containers: 1 } });
      const recorder = await startStandIn({
        engine: daemon.socket,
        fault: (name) => (name.endsWith('/get') ? { status: 500, body: { message: 'disk on fire' } } : undefined),
      });
      const broken = await collectFrom(recorder.uri, { deep: true });
      await recorder.stop();
      expect(broken.summary.problems.map(({ kind, message }) => [kind, message])).toEqual([
        ['image', expect.stringContaining('disk on fire')],
        ['image', expect.stringContaining('disk on fire')],
      ]);
      expect(modelFaults(broken.resources)).toEqual([]);
      const shut = broken.resources.find(({ kind, name }) => kind === 'image' && name === 'shop/web:1')!;
      expect(shut.missing).toMatchObject({ packages: 'parse-error', secrets: 'parse-error' });
      expect(shut.facts['user']).toBe('1000:1000');
      // Without it nothing is opened, and what is known of the configuration is the same.
      const plain = await collectFrom(daemon.uri);
      const unopened = plain.resources.find(({ kind, name }) => kind === 'image' && name === 'shop/web:1')!;
      for (const [fact, value] of Object.entries(unopened.facts)) {
        if (fact !== 'source' && fact !== 'size') expect([fact, value]).toEqual([fact, web.facts[fact]]);
      }
    });
  });
});

function imageFactsOf({ facts }: Collected): ImageFacts {
  return facts as ImageFacts;
}

/** What an image is, without what depends on where it lies. */
function comparable({ key, name, labels, facts }: Collected): object {
  const { source: _, containers: __, digests, base, layerContents, ...rest } = facts as ImageFacts;
  return {
    ...rest,
    ...{ key, name, labels },
    digests: digests.map((digest) => digest.replace(/^.*@/, '')),
    base: { ...base, known: null },
    layerContents: layerContents.map((layer) => ({ ...layer, digest: null })),
  };
}

/** What is inside an image; tools that copy one may change its configuration. */
function contentsOf({ facts }: Collected): object {
  const { contents, layers, packages, privilegedFiles, secrets, tools, unpackagedExecutables, users } =
    facts as ImageFacts;
  return { contents, layers, packages, privilegedFiles, secrets, tools, unpackagedExecutables, users };
}
