import type { Cataloguer } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes } from '../catalogue-notes.ts';
import { applicationPackage } from '../found-package.ts';
import { inspectorOf, type NoteReader } from '../note.ts';
import { isJavaArchive, readJavaArchive } from './archive.ts';
import type { MavenPackage } from './identity.ts';

/** Reads archives of Java. */
const javaArchive: NoteReader<MavenPackage> = {
  id: 'java-archive',
  version: 1,
  wants: ({ path, size }) => size > 0 && isJavaArchive(path),
  certain: () => true,
  read: readJavaArchive,
};

export const javaInspectors = [inspectorOf(javaArchive)];

/**
 * Packages in archives of Java, and in the archives inside. Their path is that of the outermost archive, since that is
 * the file that lies there.
 */
export const javaCataloguer: Cataloguer = {
  id: 'java',
  version: 1,
  keeps: () => false,
  catalogue: (tree, context) =>
    catalogueNotes(tree, context, {
      reader: javaArchive,
      what: 'Java archive',
      found: ({ group, artifact, ...noted }, entry) => {
        const purl =
          group === undefined
            ? null
            : packageUrl({ type: 'maven', namespace: group, name: artifact, version: noted.version });
        return applicationPackage(entry, { ...noted, type: 'maven', purl });
      },
    }),
};
