import type { Cataloguer } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes, distinct } from '../catalogue-notes.ts';
import { applicationPackage } from '../found-package.ts';
import { member, objectMember, objectOrNull, parseJson } from '../json.ts';
import { corrupt, inspectorOf, type NotedPackage, type NoteReader, tooLong } from '../note.ts';
import { wordOf } from '../words.ts';

const runtimePrefix = 'runtimepack.';

/**
 * Reads `*.deps.json` (.NET, "runtime configuration files"): libraries that are packages, and the runtime where an
 * application brings its own. Projects are the application itself.
 */
const depsJson: NoteReader = {
  id: 'dotnet-deps',
  version: 1,
  wants: ({ path }) => path.endsWith('.deps.json'),
  certain: () => true,
  read(bytes, _path, limits) {
    const long = tooLong(bytes, limits);
    if (long !== null) return long;
    const value = objectOrNull(parseJson(bytes));
    if (value === null) return corrupt('it is no JSON object');
    // Other programs write files of this name too.
    if (member(value, 'runtimeTarget') === undefined && member(value, 'targets') === undefined) return {};
    const libraries = objectMember(value, 'libraries');
    if (libraries === null) return corrupt('it lists no libraries');
    const packages: NotedPackage[] = [];
    for (const [key, library] of Object.entries(libraries)) {
      const type = member(library, 'type');
      if (type !== 'package' && type !== 'runtimepack') continue;
      const slash = key.lastIndexOf('/');
      const name = wordOf(key.slice(0, Math.max(0, slash)));
      if (name === null) return corrupt('it lists a package without a name');
      const bare = type === 'runtimepack' && name.startsWith(runtimePrefix) ? name.slice(runtimePrefix.length) : name;
      packages.push({ name: bare, version: wordOf(key.slice(slash + 1)) ?? '' });
    }
    return { packages: distinct(packages) };
  },
};

export const dotnetInspectors = [inspectorOf(depsJson)];

/** Packages of .NET applications and of the shared runtime. */
export const dotnetCataloguer: Cataloguer = {
  id: 'dotnet',
  version: 1,
  keeps: () => false,
  catalogue: (tree, context) =>
    catalogueNotes(tree, context, {
      reader: depsJson,
      what: 'list of libraries',
      found: (noted, entry) => {
        const purl = packageUrl({ type: 'nuget', name: noted.name, version: noted.version });
        return applicationPackage(entry, { ...noted, type: 'nuget', purl });
      },
    }),
};
