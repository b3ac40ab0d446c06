import { compareVersions } from '../../../engine/index.ts';

/** The newest version of one package that the lists offer. */
export interface Candidate {
  version: string;
  /** The newest one of a security archive, which may be older: what is between is a security update too. */
  securityVersion: string | null;
}

/** What the Release file of an archive says about its packages. */
export interface ArchiveState {
  /** Whether it carries security updates. */
  security: boolean;
  /** Whether its packages are not taken by themselves (backports, experimental). */
  notAutomatic: boolean;
}

/** Reads the head of a Release or InRelease file. */
export function parseRelease(text: string): ArchiveState {
  const field = (name: string) => new RegExp(`^${name}: *(.{0,200})$`, 'm').exec(text.slice(0, 4096))?.[1] ?? '';
  const names = [field('Label'), field('Suite'), field('Codename'), field('Origin')].join(' ');
  return { security: /\bsecurity\b|-security/i.test(names), notAutomatic: /^yes/i.test(field('NotAutomatic')) };
}

/** `name` and architecture as one key; packages for all architectures fit any. */
export function packageKey(name: string, architecture: string | null): string {
  return `${name} ${architecture ?? ''}`;
}

/** Adds the candidates of one list of packages (deb822) for what is installed; of several versions the newest stays. */
export function addCandidates(
  candidates: Map<string, Candidate>,
  list: Buffer,
  archive: ArchiveState,
  installed: ReadonlySet<string>,
): void {
  let start = 0;
  while (start < list.length) {
    const blank = list.indexOf('\n\n', start);
    const end = blank < 0 ? list.length : blank;
    const paragraph = list.subarray(start, end);
    const name = fieldOf(paragraph, 'Package');
    if (name !== null && installed.has(name)) {
      const version = fieldOf(paragraph, 'Version');
      const architecture = fieldOf(paragraph, 'Architecture');
      if (version !== null) offer(candidates, packageKey(name, architecture), version, archive.security);
    }
    start = end + 2;
  }
}

function offer(candidates: Map<string, Candidate>, key: string, version: string, security: boolean): void {
  const known = candidates.get(key) ?? { version, securityVersion: null };
  candidates.set(key, {
    version: newer(known.version, version),
    securityVersion: security ? newer(known.securityVersion ?? version, version) : known.securityVersion,
  });
}

function newer(left: string, right: string): string {
  return compareVersions('deb', left, right) < 0 ? right : left;
}

/** One field of a paragraph, without turning the whole list into text. */
function fieldOf(paragraph: Buffer, name: string): string | null {
  const label = `${name}: `;
  const isFirst = paragraph.toString('latin1', 0, label.length) === label;
  const at = isFirst ? 0 : paragraph.indexOf(`\n${label}`) + 1;
  if (at === 0 && !isFirst) return null;
  const lineEnd = paragraph.indexOf(0x0a, at);
  return paragraph.toString('utf8', at + label.length, lineEnd < 0 ? paragraph.length : lineEnd).trim();
}
