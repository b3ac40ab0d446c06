#!/usr/bin/env node
// Must parse on Node 20: finds Node 24 and starts the program with it, or says what is missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = path.join(root, 'dist', 'cli', 'main.js');
const source = path.join(root, 'cli', 'main.ts');
const main = existsSync(source) ? source : built;

/** The binary of the npm package that carries Node 24, if it was installed beside this one. */
function packagedNode() {
  try {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve(`node-${process.platform}-${process.arch}/package.json`);
    const binary = path.join(path.dirname(manifest), 'bin', 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

if (Number.parseInt(process.versions.node, 10) >= 24) {
  // Code compiled once is not compiled again; a folder that cannot be written only costs time.
  const cache =
    process.env.PLIMSOLL_CACHE ??
    path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'plimsoll');
  module.enableCompileCache?.(path.join(cache, 'node'));
  const program = await import(pathToFileURL(main).href);
  process.exitCode = await program.main(process.argv.slice(2));
} else {
  const node = process.env.PLIMSOLL_NODE ?? packagedNode();
  if (node === undefined) {
    process.stderr.write(
      `plimsoll needs Node 24; this is Node ${process.versions.node}.\n` +
        `Next: npm install --no-save node-${process.platform}-${process.arch}@24 beside it, or set PLIMSOLL_NODE to a Node 24 binary.\n`,
    );
    process.exitCode = 2;
  } else {
    const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      process.stderr.write(
        `plimsoll cannot start ${node}: ${error.message}\nNext: set PLIMSOLL_NODE to a Node 24 binary.\n`,
      );
      process.exitCode = 2;
    });
    child.on('exit', (code, signal) => {
      if (signal === null) process.exitCode = code ?? 4;
      else process.kill(process.pid, signal);
    });
  }
}
