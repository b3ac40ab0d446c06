import type { EntryType } from '../contract.ts';
import { tarType } from './tar-header.ts';

/** What an entry of an archive becomes; hardlinks become what they point to. */
export function entryTypeOf(type: number): EntryType {
  switch (type) {
    case tarType.file:
    case tarType.contiguous:
    case tarType.sparse:
      return 'file';
    case tarType.directory:
      return 'directory';
    case tarType.symlink:
      return 'symlink';
    case tarType.characterDevice:
    case tarType.blockDevice:
      return 'device';
    case tarType.fifo:
      return 'fifo';
    default:
      return 'other';
  }
}
