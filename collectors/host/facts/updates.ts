import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { compareVersions, type Problem } from '../../../engine/index.ts';
import { type FactAnswers, type FactReader, type HostContext, type HostFacts, plannedFiles } from '../fact-reader.ts';
import type { HostRoot } from '../host-root.ts';
import { isoTime } from '../iso-time.ts';
import { type ArchiveState, addCandidates, type Candidate, packageKey, parseRelease } from '../parse/apt-lists.ts';
import { unpackLz4 } from '../parse/lz4-frame.ts';
import type { Package } from '../parse/package.ts';
import { failed, got, missingCode, type Read, valueOr } from '../read.ts';
import { enabledUnits } from '../units.ts';
import { compareText } from './accounts.ts';

const listsFolder = '/var/lib/apt/lists';
const stampFile = '/var/lib/apt/periodic/update-success-stamp';
const aptFolder = '/etc/apt/apt.conf.d';
const listPattern = /^(.+_)?[^/]*?_?Packages(\.gz|\.lz4|\.zst)?$/;

/** Updates that wait, the age of the lists that say so, and whether they install themselves. */
export const updateReaders: readonly FactReader[] = [
  {
    facts: ['pendingUpdates', 'packageListsAt', 'rebootRequired', 'automaticUpdates'],
    plan: plannedFiles(
      'updates',
      `${listsFolder}/*`,
      stampFile,
      '/var/cache/apk/*',
      '/run/reboot-required',
      `${aptFolder}/*`,
    ),
    liveOnly: false,
    read: readUpdates,
  },
];

async function readUpdates(context: HostContext): Promise<FactAnswers> {
  const { root } = context;
  const { manager, packages } = await context.packages();
  const kind = valueOr(manager, null);
  return {
    facts: {
      pendingUpdates: kind === 'dpkg' ? await pendingUpdates(context, packages) : failed('not-supported'),
      packageListsAt: await listsAge(root, kind),
      rebootRequired: root.live ? await rebootRequired(root) : failed('not-supported'),
      automaticUpdates: await automaticUpdates(root, kind),
    },
  };
}

/** Compares what is installed with the local lists. Pins are not regarded; archives that are not automatic are. */
async function pendingUpdates(
  context: HostContext,
  packages: Read<Package[]>,
): Promise<Read<HostFacts['pendingUpdates']>> {
  if (!packages.ok) return packages;
  const entries = await context.root.list(listsFolder);
  if (!entries.ok) return failed(missingCode(entries) ?? 'not-supported');
  const lists = entries.value.map((entry) => entry.name).filter((name) => /_Packages(?:\.\w+)?$/.test(name));
  // Without lists nothing is known, which is not the same as no update.
  if (lists.length === 0) return failed('not-supported');
  const installed = new Set(packages.value.map((item) => item.name));
  const candidates = new Map<string, Candidate>();
  for (const name of lists) {
    const archive = await archiveOf(
      context.root,
      name,
      entries.value.map((entry) => entry.name),
    );
    if (archive.notAutomatic) continue;
    const list = await readList(context.root, `${listsFolder}/${name}`);
    if (!list.ok) {
      if (list.code === 'limit') context.problems.push(tooLargeProblem(name));
      return failed(missingCode(list) ?? 'vanished');
    }
    addCandidates(candidates, list.value, archive, installed);
  }
  return got(compareAll(packages.value, candidates));
}

function tooLargeProblem(list: string): Problem {
  const message = `The package list ${list} is larger than four times the limit hostFileBytes when unpacked, and was not read.`;
  return { code: 'limit-reached', message, limit: 'hostFileBytes', kind: 'host', subject: `${listsFolder}/${list}` };
}

function compareAll(
  packages: readonly Package[],
  candidates: ReadonlyMap<string, Candidate>,
): HostFacts['pendingUpdates'] {
  const updates: HostFacts['pendingUpdates'] = [];
  for (const item of packages) {
    for (const architecture of new Set([item.architecture, 'all'])) {
      const candidate = candidates.get(packageKey(item.name, architecture));
      if (candidate === undefined || compareVersions('deb', candidate.version, item.version) <= 0) continue;
      const { version, securityVersion } = candidate;
      const security = securityVersion !== null && compareVersions('deb', securityVersion, item.version) > 0;
      updates.push({ name: item.name, installed: item.version, candidate: version, security });
      break;
    }
  }
  return updates.sort((left, right) => compareText(left.name, right.name));
}

/** `HOST_debian_dists_bookworm_main_binary-amd64_Packages` belongs to `HOST_debian_dists_bookworm_InRelease`. */
async function archiveOf(root: HostRoot, list: string, names: readonly string[]): Promise<ArchiveState> {
  const releases = names.filter(
    (name) => /_(?:In)?Release$/.test(name) && list.startsWith(name.replace(/(?:In)?Release$/, '')),
  );
  const longest = releases.sort((left, right) => right.length - left.length)[0];
  const text = longest === undefined ? '' : valueOr(await root.readText(`${listsFolder}/${longest}`), '');
  return text === '' ? { security: /security/.test(list), notAutomatic: false } : parseRelease(text);
}

async function readList(root: HostRoot, file: string): Promise<Read<Buffer>> {
  const bytes = await root.readBytes(file);
  if (!bytes.ok) return bytes;
  const maximum = root.limits.hostFileBytes * 4;
  try {
    if (file.endsWith('.gz')) return got(gunzipSync(bytes.value, { maxOutputLength: maximum }));
    if (file.endsWith('.zst')) return got(zstdDecompressSync(bytes.value, { maxOutputLength: maximum }));
  } catch (thrown) {
    const tooLarge = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
    return failed(tooLarge ? 'limit' : 'parse-error');
  }
  if (file.endsWith('.lz4')) {
    const unpacked = unpackLz4(bytes.value, maximum);
    return unpacked === 'too-large' ? failed('limit') : unpacked === null ? failed('parse-error') : got(unpacked);
  }
  return listPattern.test(file) && !/\.\w{2,4}$/.test(file) ? bytes : failed('not-supported');
}

/** When the lists were last fetched: apt's own stamp, else the newest change in their folder. */
async function listsAge(root: HostRoot, manager: string | null): Promise<Read<string | null>> {
  if (manager === 'apk') return newestChange(root, '/var/cache/apk', /^APKINDEX/);
  if (manager !== 'dpkg') return failed('not-supported');
  const stamp = await root.stat(stampFile);
  const lists = await newestChange(root, listsFolder, /(?:Release|Packages)/);
  if (!lists.ok || lists.value === null) return lists;
  const folder = await root.stat(`${listsFolder}/partial`);
  const times = [stamp, folder].map((state) => (state.ok ? isoTime(state.value.modifiedAt.getTime()) : null));
  return got(
    [lists.value, ...times]
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null,
  );
}

async function newestChange(root: HostRoot, folder: string, names: RegExp): Promise<Read<string | null>> {
  const entries = await root.list(folder);
  if (!entries.ok) return entries.code === 'absent' ? got(null) : entries;
  let newest: string | null = null;
  for (const entry of entries.value) {
    if (!names.test(entry.name)) continue;
    const state = await root.stat(`${folder}/${entry.name}`);
    const at = state.ok ? isoTime(state.value.modifiedAt.getTime()) : null;
    if (at !== null && (newest === null || at > newest)) newest = at;
  }
  return got(newest);
}

async function rebootRequired(root: HostRoot): Promise<Read<boolean>> {
  // Of a mounted host, /run may not be mounted: then it is empty.
  if (valueOr(await root.list('/run'), []).length === 0) return failed('not-supported');
  for (const file of ['/run/reboot-required', '/var/run/reboot-required']) {
    const state = await root.lstat(file);
    if (state.ok) return got(true);
    if (state.code !== 'absent') return state;
  }
  return got(false);
}

/** apt's periodic settings, or dnf's timers; null: another package manager. */
async function automaticUpdates(root: HostRoot, manager: string | null): Promise<Read<boolean | null>> {
  if (manager === 'rpm') {
    const enabled = await enabledUnits(root);
    return got(enabled.has('dnf-automatic.timer') || enabled.has('dnf-automatic-install.timer'));
  }
  if (manager !== 'dpkg') return got(null);
  const entries = await root.list(aptFolder);
  if (!entries.ok) return entries.code === 'absent' ? got(false) : entries;
  let value = '0';
  for (const entry of entries.value) {
    const text = await root.readText(`${aptFolder}/${entry.name}`);
    const code = missingCode(text);
    if (code !== null) return failed(code);
    // Files apply in order of their names; the last setting counts.
    for (const match of valueOr(text, '').matchAll(/^\s*APT::Periodic::Unattended-Upgrade\s+"([^"]{0,20})"/gm))
      value = match[1] ?? '0';
  }
  const program = await root.stat('/usr/bin/unattended-upgrade');
  return got(value !== '0' && value !== '' && program.ok);
}
