import { inflateSync } from 'node:zlib';
import type { Cataloguer } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes, distinct } from '../catalogue-notes.ts';
import { isElf, maybeProgram, readElf } from '../elf.ts';
import { applicationPackage } from '../found-package.ts';
import { member, parseJson } from '../json.ts';
import { corrupt, inspectorOf, type Note, type NotedPackage, type NoteReader } from '../note.ts';
import { wordOf } from '../words.ts';

interface Crate extends NotedPackage {
  /** Absent: from a registry of crates. */
  elsewhere?: true;
}

/** Reads the list that cargo-auditable leaves in programs (ELF): the section `.dep-v0`, JSON packed by zlib. */
const rustProgram: NoteReader<Crate> = {
  id: 'rust-program',
  version: 1,
  wants: maybeProgram,
  certain: () => false,
  read(bytes, _path, limits) {
    const elf = isElf(bytes) ? readElf(bytes) : null;
    const section = elf?.sections.find(({ name }) => name === '.dep-v0');
    if (section === undefined) return null;
    return readCrates(section.bytes, limits.packageFileBytes);
  },
};

function readCrates(packed: Buffer, most: number): Note<Crate> {
  let bytes: Buffer;
  try {
    bytes = inflateSync(packed, { maxOutputLength: most });
  } catch (error) {
    const isLimit = error instanceof RangeError;
    return isLimit ? { limit: 'packageFileBytes' } : corrupt('its list of crates cannot be unpacked');
  }
  const list = member(parseJson(bytes), 'packages');
  if (!Array.isArray(list)) return corrupt('its list of crates is none');
  const crates: Crate[] = [];
  for (const each of list) {
    const name = wordOf(member(each, 'name'));
    if (name === null) return corrupt('its list of crates has one without a name');
    // What only builds the program is not in it.
    if (member(each, 'kind') === 'build') continue;
    const source = member(each, 'source');
    const elsewhere = source === 'local' || source === 'git' ? { elsewhere: true as const } : {};
    crates.push({ name, version: wordOf(member(each, 'version')) ?? '', ...elsewhere });
  }
  return { packages: distinct(crates) };
}

export const rustInspectors = [inspectorOf(rustProgram)];

/** Crates in programs of Rust that were built by cargo-auditable. */
export const rustCataloguer: Cataloguer = {
  id: 'rust',
  version: 1,
  keeps: () => false,
  catalogue: (tree, context) =>
    catalogueNotes(tree, context, {
      reader: rustProgram,
      what: 'Rust program',
      found: ({ name, version, elsewhere }, entry) =>
        applicationPackage(entry, {
          type: 'cargo',
          name,
          version,
          // A package URL of this type names a crate of the public registry.
          purl: elsewhere ? null : packageUrl({ type: 'cargo', name, version }),
        }),
    }),
};
