import type { ImageFact, ImageTree, TreeEntry } from '../contract.ts';
import type { OwnerOf } from './special-files.ts';

type Tool = ImageFact<'tools'>[number];

/** Programs that help an intruder, by what they do. */
const toolNames: Readonly<Record<Tool['kind'], string>> = {
  shell: 'sh bash rbash dash ash zsh ksh ksh93 mksh lksh fish csh tcsh busybox toybox pwsh',
  'package-manager':
    'apt apt-get aptitude dpkg apk rpm yum dnf dnf5 microdnf tdnf zypper pacman emerge opkg snap conda mamba pip pip3 pipx poetry uv npm npx pnpm yarn corepack bun gem bundle composer cargo',
  download: 'curl wget wget2 aria2c ftp lftp tftp axel',
  'remote-access':
    'sshd ssh scp sftp rsync dropbear telnet telnetd in.telnetd rlogin rsh rexec nc ncat netcat nc.openbsd nc.traditional socat ftpd vsftpd',
  privilege: 'sudo su doas pkexec gosu su-exec sudoedit',
  compiler:
    'cc gcc g++ c++ cpp clang clang++ tcc as ld ld.bfd ld.gold ld.lld go rustc javac ghc gfortran nasm make cmake',
};

const kinds = new Map<string, Tool['kind']>(
  Object.entries(toolNames).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as Tool['kind']])),
);

/** Names with a version or a target before or behind: `gcc-12`, `x86_64-linux-gnu-gcc`, `pip3.11`. */
const dressed =
  /^(?:[a-z0-9_]{1,20}(?:-[a-z0-9_]{1,20}){1,3}-)?(gcc|g\+\+|cpp|clang|clang\+\+|as|ld|ld\.bfd|ld\.gold|gfortran|pip)(?:-?\d[\d.]*)?$/;

/**
 * A program of the list, in a folder for programs or at the root: a file that may be executed, or a link to one
 * (the applets of busybox). Null: it is none.
 */
export function toolOf(entry: TreeEntry, tree: Pick<ImageTree, 'resolve'>, ownerOf: OwnerOf): Tool | null {
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
  const kind = kinds.get(name) ?? kinds.get(dressed.exec(name)?.[1] ?? '');
  if (kind === undefined || !(/(?:^|\/)s?bin\/[^/]+$/.test(entry.path) || name === entry.path)) return null;
  if (entry.type !== 'file' && entry.type !== 'symlink') return null;
  const program = entry.type === 'symlink' ? tree.resolve(entry.path) : entry;
  if (program === null || program.type !== 'file' || (program.mode & 0o111) === 0) return null;
  return { path: entry.path, kind, name, package: ownerOf(entry.path) ?? ownerOf(program.path), layer: entry.layer };
}
