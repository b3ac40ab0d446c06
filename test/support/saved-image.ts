import { createTarReader } from '../../collectors/image/layer/index.ts';

/** Files of a tar archive by path. */
export function membersOf(archive: Uint8Array): Map<string, Buffer> {
  const members = new Map<string, Buffer>();
  let name = '';
  let pieces: Buffer[] = [];
  const reader = createTarReader('archive', {
    entry(entry) {
      name = entry.name;
      pieces = [];
      return true;
    },
    piece: (bytes) => void pieces.push(Buffer.from(bytes)),
    end: () => void members.set(name, Buffer.concat(pieces)),
  });
  reader.push(archive);
  reader.finish();
  return members;
}

/** The layers of an image that `docker save` wrote, as they lie, lowest first. */
export function savedLayers(archive: Uint8Array): Buffer[] {
  const members = membersOf(archive);
  const [image] = JSON.parse(members.get('manifest.json')!.toString('utf8')) as [{ Layers: string[] }];
  return image.Layers.map((name) => members.get(name)!);
}
