import type { HiddenEntry, ImageFact, TreeEntry } from '../contract.ts';
import { type FormatNote, formatInspector } from './format.ts';
import type { OwnerOf } from './special-files.ts';

type Leftover = ImageFact<'leftovers'>[number];
type Kind = Leftover['kind'];

const home = '(?:root|home/[^/]+|var/lib/[^/]+|[^/]+)';

/** Folders that are told as one: all below them is left over. The first group is the folder. */
const folders: readonly (readonly [Kind, RegExp])[] = [
  ['version-control', /^((?:.*?\/)?\.(?:git|svn|hg|bzr))\/./],
  ['package-cache', /^(var\/cache\/apt\/archives)\/.+\.deb$/],
  ['package-cache', /^(var\/lib\/apt\/lists)\/(?!lock$|auxfiles\/)./],
  ['package-cache', /^(var\/cache\/(?:apk|yum|dnf|libdnf5|zypp|pacman\/pkg)|etc\/apk\/cache)\/./],
  ['package-cache', new RegExp(`^(${home}/\\.cache/(?:pip|uv|pypoetry|yarn|go-build|composer|pnpm|Cypress|deno))/.`)],
  [
    'package-cache',
    new RegExp(`^(${home}/\\.(?:npm/_cacache|npm/_npx|composer/cache|gradle/caches|ivy2/cache|m2/repository))/.`),
  ],
  ['package-cache', /^(usr\/local\/share\/\.cache\/yarn)\/./],
  ['cloud-credentials', new RegExp(`^(${home}/\\.config/gcloud/legacy_credentials)/.`)],
];

/** Files that are told one by one. */
const files: readonly (readonly [Kind, RegExp])[] = [
  ['package-cache', /^var\/cache\/apt\/(?:src)?pkgcache\.bin$/],
  ['env-file', /(?:^|\/)\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$)[^/]{1,60})?$/],
  [
    'cloud-credentials',
    /(?:^|\/)(?:\.aws\/(?:credentials|config|sso\/cache\/.+|cli\/cache\/.+)|\.config\/gcloud\/(?:credentials\.db|access_tokens\.db|application_default_credentials\.json)|\.azure\/(?:accessTokens\.json|msal_token_cache\.[a-z]+|service_principal_entries\.[a-z]+|azureProfile\.json)|\.kube\/config|\.docker\/config\.json|\.dockercfg|\.boto|\.s3cfg|\.oci\/config|\.terraform\.d\/credentials\.tfrc\.json|\.terraformrc|\.config\/(?:gh\/hosts\.yml|doctl\/config\.yaml|hcloud\/cli\.toml|rclone\/rclone\.conf))$/,
  ],
  [
    'shell-history',
    /(?:^|\/)\.(?:(?:bash|zsh|sh|ash|ksh|fish|python|node_repl|mysql|psql|sqlite|rediscli|irb)_?history|dbshell|lesshst)$/,
  ],
  ['core-dump', /^var\/(?:crash\/.+|lib\/systemd\/coredump\/.+)$/],
  [
    'backup',
    /(?:^|\/)(?:[^/]{1,200}(?:~|\.bak|\.orig|\.old|\.save|\.sw[op]|\.dpkg-(?:old|dist|new|tmp)|\.rpm(?:save|new|orig)|\.apk-new)|#[^/]{1,200}#)$/,
  ],
];

/** Collects what a build left behind, entry by entry; folders of caches become one leftover a layer. */
export function leftoverCollector(ownerOf: OwnerOf): {
  add(entry: TreeEntry, removedIn: number | null): void;
  found(): Leftover[];
} {
  const found = new Map<string, Leftover>();
  return {
    add(entry, removedIn) {
      if (entry.type !== 'file' || entry.size === 0) return;
      const place = placeOf(entry, ownerOf);
      if (place === null) return;
      const key = JSON.stringify([place.path, entry.layer, removedIn, place.kind]);
      const known = found.get(key) ?? { ...place, size: 0, layer: entry.layer, removedIn };
      known.size += entry.size;
      found.set(key, known);
    },
    found: () => [...found.values()],
  };
}

function placeOf(entry: TreeEntry | HiddenEntry, ownerOf: OwnerOf): { path: string; kind: Kind } | null {
  for (const [kind, pattern] of folders) {
    const folder = pattern.exec(entry.path)?.[1];
    if (folder !== undefined) return { path: folder, kind };
  }
  if ((entry.notes?.[formatInspector.id] as FormatNote | undefined) === 'elf-core')
    return { path: entry.path, kind: 'core-dump' };
  for (const [kind, pattern] of files) {
    // What a package brought is not left over, whatever it is called.
    if (pattern.test(entry.path)) return ownerOf(entry.path) === null ? { path: entry.path, kind } : null;
  }
  return null;
}
