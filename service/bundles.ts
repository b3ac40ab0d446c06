import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type Bundle, type Limits, PlimsollError, readBundle, satisfiesRange } from '../engine/index.ts';
import type { Compiler } from '../rego/index.ts';
import { assetPath, inCheckout, programVersion } from '../root.ts';
import { reasonOf } from './config/read.ts';

export interface BundleOptions {
  /** Folder that relative paths start from. */
  folder: string;
  limits: Limits;
  /** Told what takes long: building the compiler, compiling a bundle. */
  onProgress(message: string): void;
}

/** Names of the bundles that come with the program. */
export function shippedBundles(): string[] {
  const folder = inCheckout ? assetPath('bundles') : assetPath('dist', 'bundles');
  const names = readdirSync(folder).flatMap((entry) => {
    if (inCheckout) return existsSync(path.join(folder, entry, 'bundle.yaml')) ? [entry] : [];
    return /^(.+)\.tar\.gz$/.exec(entry)?.[1] ?? [];
  });
  return names.sort();
}

/**
 * Finds and opens bundles: a shipped name, a folder of sources (compiled on first use, cached by digest), or an archive.
 * @throws PlimsollError `bundle-unknown`, `bundle-invalid`, `rego-invalid`, `yaml-invalid`, `compiler-missing`
 */
export async function openBundles(references: readonly string[], options: BundleOptions): Promise<Bundle[]> {
  const shared = lazyCompiler(options);
  try {
    const bundles = [];
    for (const reference of references) {
      const bundle = await openBundle(reference, options, shared);
      requireVersion(bundle, reference);
      bundles.push(bundle);
    }
    return bundles;
  } finally {
    await shared.close();
  }
}

/** A bundle names the versions of the program it was written for; another one might read its rules otherwise. */
function requireVersion({ catalogue }: Bundle, reference: string): void {
  const version = programVersion();
  const fits = satisfiesRange(version, catalogue.plimsoll);
  if (fits === true) return;
  const why = fits === null ? 'which is no range of versions' : `and this is ${version}`;
  throw new PlimsollError('bundle-invalid', `${reference} is for plimsoll "${catalogue.plimsoll}", ${why}`, {
    next: 'Use a version of the bundle for this program, or correct `plimsoll:` in its bundle.yaml.',
  });
}

/** Where the sources of a bundle are, or null where the reference is an archive or a packaged bundle. */
export function findBundleSource(reference: string, folder: string): string | null {
  if (inCheckout && shippedBundles().includes(reference)) return assetPath('bundles', reference);
  const place = path.resolve(folder, reference);
  return existsSync(path.join(place, 'bundle.yaml')) ? place : null;
}

async function openBundle(reference: string, options: BundleOptions, shared: LazyCompiler): Promise<Bundle> {
  const source = findBundleSource(reference, options.folder);
  if (source !== null) return openSourceBundle(source, options, shared);
  const archive = findArchive(reference, options.folder);
  if (archive === null) {
    throw new PlimsollError('bundle-unknown', `no bundle ${reference} is known`, {
      next: `Shipped bundles are: ${shippedBundles().join(', ')}. Or give the path of a folder with a bundle.yaml, or of a built .tar.gz.`,
    });
  }
  const bytes = await fs.readFile(archive).catch((error: unknown) => {
    throw new PlimsollError('file-unreadable', `${archive} cannot be read: ${reasonOf(error)}`, { cause: error });
  });
  return readBundle(bytes, archive);
}

function findArchive(reference: string, folder: string): string | null {
  if (!inCheckout && shippedBundles().includes(reference)) {
    return assetPath('dist', 'bundles', `${reference}.tar.gz`);
  }
  const place = path.resolve(folder, reference);
  return statSync(place, { throwIfNoEntry: false })?.isFile() ? place : null;
}

async function openSourceBundle(folder: string, options: BundleOptions, shared: LazyCompiler): Promise<Bundle> {
  // The toolchain is needed for sources only; a built bundle starts without it.
  const { buildSource, defaultCacheFolder, loadSource, sourceDigest } = await import('../rego/index.ts');
  const source = await loadSource(folder, { resolveBundle: (reference) => findBundleSource(reference, folder) });
  const cached = path.join(defaultCacheFolder(), 'bundles', `${sourceDigest(source).replace(/^sha256:/, '')}.tar.gz`);
  const bytes = await fs.readFile(cached).catch(() => null);
  if (bytes !== null) {
    // A damaged cache is no reason to fail: it is made again.
    const bundle = await readBundle(bytes, cached).catch(() => null);
    if (bundle !== null) return bundle;
  }
  options.onProgress(`compiling ${source.manifest.namespace}-${source.manifest.name} ${source.manifest.version}`);
  const { archive, bundle } = await buildSource(source, await shared.get());
  await keep(cached, archive);
  return bundle;
}

/** Writes into the cache; a cache that cannot be written only costs time. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  const fresh = `${file}.${randomUUID()}`;
  try {
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await fs.writeFile(fresh, bytes, { mode: 0o600 });
    await fs.rename(fresh, file);
  } catch {
    await fs.rm(fresh, { force: true }).catch(() => undefined);
  }
}

interface LazyCompiler {
  get(): Promise<Compiler>;
  close(): Promise<void>;
}

function lazyCompiler(options: BundleOptions): LazyCompiler {
  let opened: Promise<Compiler> | null = null;
  return {
    get() {
      opened ??= import('../rego/index.ts').then(({ openCompiler }) =>
        openCompiler({ onProgress: options.onProgress, limits: options.limits }),
      );
      return opened;
    },
    async close() {
      if (opened !== null) await (await opened.catch(() => null))?.close();
    },
  };
}
