import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { assetPath, inCheckout } from '../root.ts';

/** The compiler as the published package carries it. */
export const packedCompiler = assetPath('dist', 'rego-compiler.wasm.br');
/** The compiler's sources in a checkout. */
export const compilerSources = assetPath('rego', 'compiler');

/**
 * Names the compiler by what it is made of: in a checkout the hash of go.mod, go.sum and the Go files, in the package
 * the hash of the packed module. The same compiler has the same name, so a cache folder can be shared by versions.
 */
export function compilerHash(): string {
  const hash = createHash('sha256');
  if (!inCheckout) return hash.update(fs.readFileSync(packedCompiler)).digest('hex').slice(0, 16);
  const names = fs.readdirSync(compilerSources).filter((name) => /^go\.(mod|sum)$|\.go$/.test(name));
  for (const name of names.sort()) {
    hash
      .update(`${name}\0`)
      .update(fs.readFileSync(path.join(compilerSources, name)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

/** Hash of everything of this room that shapes a built bundle: the compiler and, in a checkout, the room's TypeScript. */
export function toolchainHash(): string {
  const hash = createHash('sha256').update(compilerHash());
  hash.update(fs.readFileSync(assetPath('package.json')));
  if (!inCheckout) return hash.digest('hex');
  for (const name of fs.readdirSync(assetPath('rego')).sort()) {
    if (name.endsWith('.ts')) hash.update(fs.readFileSync(assetPath('rego', name)));
  }
  return hash.digest('hex');
}
