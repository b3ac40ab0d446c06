import { compareText, type MissingCode } from '../../engine/index.ts';
import type { HostRoot } from '../host/host-root.ts';
import { failed, got, missingCode, type Read } from '../host/read.ts';
import { isIgnored } from './ignore-patterns.ts';

/** Folders that do not belong into an image; what is in them is not looked at. */
const folders = /^(?:\.git|\.svn|\.hg|\.bzr|\.ssh|\.aws|\.azure|\.gnupg|\.kube)$/;

const files =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$).+)?|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:pem|key|p12|pfx|jks|keystore|ppk|kdbx|ovpn)|\.netrc|\.pgpass|\.git-credentials|\.npmrc|\.pypirc|\.dockercfg|\.htpasswd|kubeconfig|credentials\.json|terraform\.tfstate(?:\.backup)?|.+\.tfvars)$/;

/** Folders that are large and hold nothing of the author. */
const skipped = /^(?:node_modules|__pycache__|\.venv)$/;

/** Folders below one that are entered. */
const deepest = 32;

/**
 * Names below a folder that do not belong into an image and that the patterns do not leave out, sorted, with a slash
 * behind folders. Fails with `limit` beyond hostWalkEntries, and with the code of a folder that cannot be read.
 * @param folder - inside the root, with a leading slash
 */
export async function contextNames(
  root: HostRoot,
  folder: string,
  patterns: readonly string[],
): Promise<Read<string[]>> {
  const found: string[] = [];
  const pending: { path: string; depth: number }[] = [{ path: '', depth: 0 }];
  let entries = 0;
  for (const { path, depth } of pending) {
    const listed = await root.list(`${folder}/${path}`);
    if (!listed.ok) return failed(missingCode(listed) ?? ('vanished' satisfies MissingCode));
    entries += listed.value.length;
    if (entries > root.limits.hostWalkEntries || depth > deepest) return failed('limit');
    for (const { name, type } of listed.value) {
      const inner = path === '' ? name : `${path}/${name}`;
      if (type === 'directory' && folders.test(name)) {
        // A pattern may leave out everything in a folder and not the folder.
        if (!isIgnored(`${inner}/x`, patterns)) found.push(`${inner}/`);
      } else if (type === 'directory' && !skipped.test(name)) pending.push({ path: inner, depth: depth + 1 });
      else if (type !== 'directory' && files.test(name) && !isIgnored(inner, patterns)) found.push(inner);
    }
  }
  return got(found.sort(compareText));
}
