import { hash } from 'node:crypto';
import { rawTar, tarEntry } from './tar-bytes.ts';

/** An image as `docker save` writes it (manifest.json, configuration, layers), from unpacked layers. */
export function imageArchive(tag: string, layers: readonly Buffer[]): Buffer {
  const digests = layers.map((layer) => hash('sha256', layer, 'hex'));
  const config = JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created: '2024-01-01T00:00:00Z',
    config: { Cmd: ['/none'] },
    rootfs: { type: 'layers', diff_ids: digests.map((digest) => `sha256:${digest}`) },
    history: layers.map(() => ({ created: '2024-01-01T00:00:00Z', created_by: 'test' })),
  });
  const configName = `${hash('sha256', config, 'hex')}.json`;
  const names = digests.map((digest) => `${digest}/layer.tar`);
  const manifest = JSON.stringify([{ Config: configName, RepoTags: [tag], Layers: names }]);
  const entries = new Map(names.map((name, index) => [name, layers[index]!]));
  return rawTar(
    ...[...entries].map(([name, content]) => tarEntry({ name, content })),
    tarEntry({ name: configName, content: config }),
    tarEntry({ name: 'manifest.json', content: manifest }),
  );
}
