import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { splitAddress } from './image/source/address.ts';

/** What a bare path or reference stands for, written in full; null: it is not clear. */
export function recognise(text: string): string | null {
  if (looksLikePath(text)) return recognisePath(text);
  return looksLikeReference(text) ? `image:${text}` : null;
}

function looksLikePath(text: string): boolean {
  return (
    /^(\/|\.\/|\.\.\/)/.test(text) || text === '.' || text === '..' || /\.(tar|tgz|tar\.gz|tar\.zst)(:|$)/.test(text)
  );
}

function recognisePath(text: string): string | null {
  const place = splitAddress(text);
  try {
    const status = statSync(place.path);
    if (status.isSocket()) return place.reference === null ? `docker:unix://${path.resolve(text)}` : null;
    if (status.isDirectory()) return isLayout(place.path) ? `oci:${text}` : null;
    return status.isFile() && isArchive(place.path) ? `docker-archive:${text}` : null;
  } catch {
    return null;
  }
}

function isLayout(folder: string): boolean {
  try {
    return statSync(path.join(folder, 'oci-layout')).isFile() && statSync(path.join(folder, 'index.json')).isFile();
  } catch {
    return false;
  }
}

/** A tar archive, also packed: whether Docker's or OCI's shows where it is opened, and either scheme takes both. */
function isArchive(file: string): boolean {
  const head = readHead(file);
  if (head === null) return false;
  const isPacked = head.readUInt16BE(0) === 0x1f8b || head.readUInt32LE(0) === 0xfd2fb528;
  return isPacked || head.subarray(257, 262).toString('latin1') === 'ustar';
}

function readHead(file: string): Buffer | null {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const head = Buffer.alloc(512);
    return fstatSync(handle).isFile() && readSync(handle, head, 0, 512, 0) >= 64 ? head : null;
  } finally {
    closeSync(handle);
  }
}

/** With a tag, a digest or a folder: a bare word may be anything. */
function looksLikeReference(text: string): boolean {
  const name = /^(?:[a-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*/.exec(text)?.[0];
  if (name === undefined || !/[a-z0-9]/.test(name)) return false;
  const rest = text.slice(name.length);
  if (!/^(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(rest)) return false;
  return rest !== '' || name.includes('/');
}
