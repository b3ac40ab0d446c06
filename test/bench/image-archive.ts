import { createHash, hash } from 'node:crypto';
import fs from 'node:fs';
import { tarEntry } from '../support/tar-bytes.ts';

/** How many files an image for measuring has; together more than 1 GB. */
export const benchFiles = 100_000;

const words =
  'the of package licence system python function return import value path config error node server client'.split(' ');

/**
 * Writes an image as `docker save` does, with one layer: small texts, libraries, programs, and databases of packages.
 * The same on every machine. Nothing is held in memory but one file.
 */
export function writeBenchImage(file: string): { bytes: number; diffId: string } {
  const layer = `${file}.layer`;
  const { size, digest } = writeLayer(layer);
  const diffId = `sha256:${digest}`;
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created: '2024-01-01T00:00:00Z',
    config: {},
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [{ created: '2024-01-01T00:00:00Z', created_by: 'bench' }],
  });
  const name = hash('sha256', config, 'hex');
  const manifest = [{ Config: `${name}.json`, RepoTags: ['bench:1'], Layers: ['layer.tar'] }];
  const out = fs.openSync(file, 'w');
  fs.writeSync(out, tarEntry({ name: `${name}.json`, content: config }));
  fs.writeSync(out, tarEntry({ name: 'manifest.json', content: JSON.stringify(manifest) }));
  // The header of the layer alone: its size is a multiple of the block, so that there is no padding.
  fs.writeSync(out, tarEntry({ name: 'layer.tar', size }));
  const input = fs.openSync(layer, 'r');
  const piece = Buffer.alloc(4 * 1024 * 1024);
  for (let read = fs.readSync(input, piece); read > 0; read = fs.readSync(input, piece)) {
    fs.writeSync(out, piece.subarray(0, read));
  }
  fs.writeSync(out, Buffer.alloc(1024));
  fs.closeSync(input);
  fs.closeSync(out);
  fs.rmSync(layer);
  return { bytes: fs.statSync(file).size, diffId };
}

function writeLayer(file: string): { size: number; digest: string } {
  const out = fs.openSync(file, 'w');
  const hashing = createHash('sha256');
  let size = 0;
  let held: Buffer[] = [];
  const write = (bytes: Buffer) => {
    hashing.update(bytes);
    size += bytes.length;
    held.push(bytes);
    if (held.length < 200) return;
    fs.writeSync(out, Buffer.concat(held));
    held = [];
  };
  const random = randomNumbers();
  const text = Buffer.from(
    Array.from({ length: 150_000 }, () => words[random(words.length)] + (random(9) === 0 ? '\n' : ' ')).join(''),
  );
  const binary = Buffer.from(Array.from({ length: 4_000_000 }, () => random(256)));
  const part = (of: Buffer, length: number) => {
    const start = random(of.length - length);
    return of.subarray(start, start + length);
  };
  for (let number = 0; number < benchFiles; number++)
    write(
      tarEntry(
        benchFile(
          number,
          random,
          (length) => part(text, length),
          (length) => part(binary, length),
        ),
      ),
    );
  write(tarEntry({ name: 'var/lib/dpkg/status', content: dpkgStatus(3000) }));
  write(
    tarEntry({ name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n' }),
  );
  write(Buffer.alloc(1024));
  fs.writeSync(out, Buffer.concat(held));
  fs.closeSync(out);
  return { size, digest: hashing.digest('hex') };
}

type Part = (length: number) => Buffer;

function benchFile(number: number, random: (below: number) => number, text: Part, binary: Part) {
  const folder = `usr/share/pkg${number % 500}/d${Math.floor(number / 500) % 20}`;
  if (number % 1000 === 0) return { name: `usr/lib/big-${number}.so`, content: binary(2_000_000) };
  if (number % 20 === 0)
    return {
      name: `usr/bin/tool-${number}`,
      mode: 0o755,
      content: Buffer.concat([Buffer.from('\x7fELF'), binary(5000)]),
    };
  if (number % 20 < 4) return { name: `${folder}/lib-${number}.so`, content: binary(10_000 + random(70_000)) };
  return {
    name: `${folder}/file-${number}.${['txt', 'py', 'js', 'conf'][number % 4]}`,
    content: text(500 + random(7000)),
  };
}

function dpkgStatus(packages: number): string {
  const paragraphs = Array.from({ length: packages }, (_, number) =>
    [
      `Package: pkg${number}`,
      'Status: install ok installed',
      `Version: 1.${number}-1`,
      'Architecture: amd64',
      'Maintainer: nobody',
      'Description: bench',
      '',
    ].join('\n'),
  );
  return paragraphs.join('\n');
}

/** Whole numbers below a bound, the same in every run. */
function randomNumbers(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}
