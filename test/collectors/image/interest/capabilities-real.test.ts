import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fileCapabilities } from '../../../../collectors/image/interest/capabilities.ts';
import { readLayer } from '../../../../collectors/image/layer/index.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';

/** Whether capabilities can be set on files here: root, the tools, and a file system that keeps them. */
function canSetCapabilities(): boolean {
  if (findOnPath('setcap') === null || findOnPath('getcap') === null || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(path.join(tmpdir(), 'capabilities-'));
  try {
    writeFileSync(path.join(folder, 'x'), 'x');
    return spawnSync('setcap', ['cap_chown+p', path.join(folder, 'x')]).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test(
  'capabilities are those that getcap prints',
  skipUnless(canSetCapabilities(), 'setcap as root on a file system with attributes (Debian package libcap2-bin)'),
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'capabilities-'));
    try {
      const wanted = {
        a: 'cap_net_raw+ep',
        b: 'cap_chown,cap_sys_admin+p',
        c: 'cap_bpf,cap_perfmon+eip',
        d: 'cap_setuid+i',
      };
      for (const [name, capabilities] of Object.entries(wanted)) {
        const file = path.join(folder, name);
        copyFileSync('/bin/true', file);
        expect(spawnSync('setcap', [capabilities, file]).status).toBe(0);
      }
      const archive = path.join(folder, 'layer.tar');
      const names = Object.keys(wanted);
      spawnSync('tar', ['--xattrs', '--xattrs-include=security.*', '-C', folder, '-cf', archive, ...names]);
      const layer = await readLayer(
        { diffId: null, bytes: chunksOf(archive) },
        { limits: limitsWith(), signal: new AbortController().signal, inspectors: [], keepers: [] },
      );
      const read = layer.index.entries.map(({ capability }) => fileCapabilities(capability ?? ''));
      const printed = names.map((name) => {
        const line = spawnSync('getcap', [path.join(folder, name)], { encoding: 'utf8' }).stdout;
        return (line.match(/cap_[a-z_]+/g) ?? []).map((each) => each.toUpperCase()).sort();
      });
      expect(read).toEqual(printed);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(file);
}
