import { type FactReader, type HostContext, type HostFacts, plannedFiles, singleFact } from '../fact-reader.ts';
import { expandGlob } from '../glob.ts';
import type { HostRoot } from '../host-root.ts';
import { effectiveSshd, endOfFile, parseSshdConfig, type SshdLine, startOfFile } from '../parse/sshd-config.ts';
import { failed, got, type Read } from '../read.ts';

const configurations = ['/etc/ssh/sshd_config', '/usr/etc/ssh/sshd_config'];
const servers = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/sbin/sshd', '/usr/bin/sshd'];
const maximumIncludes = 16;

/** The SSH server's settings, with the files it includes. */
export const sshdReaders: readonly FactReader[] = [
  singleFact(
    'sshd',
    plannedFiles('settings of the SSH server', ...configurations, '/etc/ssh/sshd_config.d/*.conf', ...servers),
    false,
    readSshd,
  ),
];

async function readSshd({ root }: HostContext): Promise<Read<HostFacts['sshd']>> {
  for (const file of configurations) {
    const lines = await withIncludes(root, file, 0);
    if (lines.ok) return got(effectiveSshd(lines.value));
    if (lines.code !== 'absent') return lines;
  }
  for (const file of servers) if ((await root.stat(file)).ok) return got(effectiveSshd([]));
  return got(null);
}

/** Lines of a file with those it includes in their place. A file that cannot be read makes all of it unknown. */
async function withIncludes(root: HostRoot, file: string, depth: number): Promise<Read<SshdLine[]>> {
  if (depth > maximumIncludes) return failed('limit');
  const text = await root.readText(file);
  if (!text.ok) return text;
  const lines: SshdLine[] = [];
  for (const line of parseSshdConfig(text.value)) {
    if (line.keyword !== 'include') {
      lines.push(line);
      continue;
    }
    for (const pattern of line.arguments) {
      const files = await expandGlob(root, pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`);
      if (!files.ok) return files;
      for (const included of files.value) {
        const inner = await withIncludes(root, included, depth + 1);
        if (!inner.ok) return inner.code === 'absent' ? failed('vanished') : inner;
        lines.push({ keyword: startOfFile, arguments: [] }, ...inner.value, { keyword: endOfFile, arguments: [] });
      }
    }
  }
  return got(lines);
}
