/** Writes zip archives, right and wrong ones. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  content: string | Uint8Array;
  /** Unpacked size that its headers claim, where it is not the real one. */
  claims?: number;
  packed?: boolean;
  flags?: number;
  method?: number;
}

/** An archive of files by name. */
export function zipOf(files: Readonly<Record<string, ZipFile | string | Uint8Array>>): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [path, file] of Object.entries(files)) {
    const { local, central } = entryOf(path, asFile(file), offset);
    parts.push(local);
    list.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

function asFile(file: ZipFile | string | Uint8Array): ZipFile {
  return typeof file === 'string' || file instanceof Uint8Array ? { content: file } : file;
}

function entryOf(path: string, file: ZipFile, offset: number): { local: Buffer; central: Buffer } {
  const content = Buffer.from(file.content as string);
  const packed = file.packed === false ? content : deflateRawSync(content);
  const name = Buffer.from(path);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(file.flags ?? 0x800, 2);
  common.writeUInt16LE(file.method ?? (file.packed === false ? 0 : 8), 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(file.claims ?? content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, name, packed]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  const central = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), common, tail, name]);
  return { local, central };
}
