import { compareText } from '../../engine/index.ts';
import type { HostRoot } from '../host/host-root.ts';
import { failed, got, type Read } from '../host/read.ts';

/** `Dockerfile`, `Dockerfile.web`, `web.Dockerfile`, `Containerfile`; their ignore files are none. */
export function isDockerfileName(name: string): boolean {
  return (
    /^(?:Dockerfile|Containerfile)(?:\..+)?$|\.(?:Dockerfile|dockerfile|Containerfile)$/.test(name) &&
    !name.endsWith('.dockerignore')
  );
}

/**
 * Paths of Dockerfiles in a folder and below it, sorted, with a leading slash; links and folders of version control and
 * of installed modules are not followed. Fails with `limit` beyond hostWalkEntries; a folder below that cannot be read
 * is told in `unread`.
 */
export async function findDockerfiles(root: HostRoot): Promise<Read<{ paths: string[]; unread: string[] }>> {
  const paths: string[] = [];
  const unread: string[] = [];
  const pending = [''];
  let entries = 0;
  for (const folder of pending) {
    const listed = await root.list(folder === '' ? '/' : folder);
    if (!listed.ok) {
      if (folder === '') return listed;
      unread.push(folder);
      continue;
    }
    entries += listed.value.length;
    if (entries > root.limits.hostWalkEntries) return failed('limit');
    for (const { name, type } of listed.value) {
      if (type === 'directory' && !/^(?:\.git|\.svn|\.hg|node_modules)$/.test(name)) pending.push(`${folder}/${name}`);
      if (type === 'file' && isDockerfileName(name)) paths.push(`${folder}/${name}`);
    }
  }
  return got({ paths: paths.sort(compareText), unread });
}
