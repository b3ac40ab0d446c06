import type { FileInspector } from '../../../image/contract.ts';
import type { Cataloguer } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes, distinct } from '../catalogue-notes.ts';
import { isElf, maybeProgram, readElf } from '../elf.ts';
import { applicationPackage } from '../found-package.ts';
import { corrupt, inspectorOf, type NoteReader } from '../note.ts';
import { readBuildInfo } from './build-info.ts';
import { goModules } from './modules.ts';

/**
 * Tells programs of Go by their first bytes, so that one too large to be looked into is known for what it is, and not
 * taken for a program that has nothing to say.
 */
const programHead: FileInspector = {
  id: 'go-program-head',
  version: 1,
  wants: (file) => (maybeProgram(file) ? 'head' : 'no'),
  inspect: (file, bytes) => (maybeProgram(file) && isElf(bytes) && isGo(bytes) ? true : null),
};

/** Reads programs of Go (ELF). */
const goProgram: NoteReader = {
  id: 'go-program',
  version: 1,
  wants: maybeProgram,
  certain: (entry) => entry.notes?.[programHead.id] === true,
  read(bytes) {
    const elf = isElf(bytes) ? readElf(bytes) : null;
    if (elf === null) return null;
    const info = readBuildInfo(elf);
    if (info === 'damaged') return corrupt('its build information does not add up');
    if (info !== null) return { packages: distinct(goModules(info)) };
    if (!isGo(bytes)) return null;
    return elf.truncated ? corrupt('its end is missing') : { silent: 'it has no build information' };
  },
};

/** The linker of Go leaves a note with this owner among the first bytes. */
const goNote = Buffer.from('\u0004\0\0\0Go\0\0', 'latin1');
const firstBytes = 4096;

function isGo(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, firstBytes)).includes(goNote);
}

export const goInspectors: FileInspector[] = [programHead, inspectorOf(goProgram)];

/** Modules in programs of Go. */
export const goCataloguer: Cataloguer = {
  id: 'go',
  version: 1,
  keeps: () => false,
  catalogue: (tree, context) =>
    catalogueNotes(tree, context, {
      reader: goProgram,
      what: 'Go program',
      found: (noted, entry) => {
        const slash = noted.name.lastIndexOf('/');
        const namespace = slash < 0 ? null : noted.name.slice(0, slash);
        const parts = { namespace, name: noted.name.slice(slash + 1), version: noted.version };
        return applicationPackage(entry, { ...noted, type: 'golang', purl: packageUrl({ type: 'golang', ...parts }) });
      },
    }),
};
