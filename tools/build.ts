/** Builds what the published package carries: `dist/` with the code, the shipped bundles and the Rego compiler. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildSource, defaultCacheFolder, ensureCompilerModule, loadSource, openCompiler } from '../rego/index.ts';
import { rootFolder } from '../root.ts';
import { findBundleSource, shippedBundles } from '../service/index.ts';
import { licenseIndexFile } from './license-index.ts';

const dist = path.join(rootFolder, 'dist');
await fs.rm(dist, { recursive: true, force: true });

const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: rootFolder, stdio: 'inherit' });
if (status !== 0) process.exit(1);

/** Quality 5 of 11: a fifth larger than the best, in seconds rather than minutes. */
const quality = 5;
const onProgress = (message: string) => console.error(message);
const wasm = await fs.readFile(await ensureCompilerModule(defaultCacheFolder(), onProgress));
const packed = brotliCompressSync(wasm, {
  params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length },
});
await fs.writeFile(path.join(dist, 'rego-compiler.wasm.br'), packed);

await fs.cp(path.join(rootFolder, 'service', 'self-test'), path.join(dist, 'self-test'), { recursive: true });
await fs.cp(path.join(rootFolder, licenseIndexFile), path.join(dist, licenseIndexFile));
await fs.mkdir(path.join(dist, 'bundles'));
const compiler = await openCompiler({ onProgress });
try {
  for (const name of shippedBundles()) {
    const folder = findBundleSource(name, rootFolder);
    if (folder === null) throw new Error(`no sources of bundle ${name}`);
    const source = await loadSource(folder, { resolveBundle: (each) => findBundleSource(each, folder) });
    const { archive, bundle } = await buildSource(source, compiler);
    await fs.writeFile(path.join(dist, 'bundles', `${name}.tar.gz`), archive);
    console.error(`bundle ${name} ${bundle.catalogue.version} ${bundle.digest}`);
  }
} finally {
  await compiler.close();
}
