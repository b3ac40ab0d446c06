import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { secretInspector } from '../../collectors/secrets/index.ts';
import { limitsWith } from '../../engine/index.ts';
import { assetPath } from '../../root.ts';
import { benchFiles, writeBenchImage } from './image-archive.ts';
import { inTurn, round, spreadOf } from './measure.ts';

interface Run {
  milliseconds: number;
  /** Milliseconds of all processors, from the start of the process. */
  processor: number;
  packages: number;
  /** Bytes, at most. */
  memory: number;
}

const runs = 3;

/**
 * Analysing an image of 100,000 files and more than 1 GB, for its packages alone and for all there is to tell, against
 * listing and hashing the same archive with `tar -tf` and `sha256sum`; and again from the cache of layers. Processor
 * time stands beside time, since it tells more on a machine that does other things too.
 */
export async function benchImage(): Promise<object> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    const archive = path.join(folder, 'image.tar');
    const { bytes } = writeBenchImage(archive);
    const peerProcessor: number[] = [];
    const peer = () => void peerProcessor.push(listAndHash(archive));
    const results: Record<string, object> = {};
    for (const mode of ['packages', 'all']) {
      const measured: Run[] = [];
      const { a, b, ratio } = await inTurn(runs, () => measured.push(child(mode, archive, '')), peer);
      const cache = path.join(folder, `cache-${mode}`);
      child(mode, archive, cache);
      const again = Array.from({ length: runs }, () => child(mode, archive, cache));
      const processor = spreadOf(measured.map((run) => run.processor));
      const peerProcessors = spreadOf(peerProcessor);
      results[mode] = {
        milliseconds: a,
        processorMilliseconds: processor,
        tarAndSha256sum: {
          milliseconds: b,
          processorMilliseconds: peerProcessors,
          ratio,
          processorRatio: round(processor.median / peerProcessors.median),
          bound: 1.5,
        },
        peakMemoryMegabytes: megabytes(measured, 512),
        again: {
          milliseconds: spreadOf(again.map((run) => run.milliseconds)),
          processorMilliseconds: spreadOf(again.map((run) => run.processor)),
          boundMilliseconds: 1000,
          peakMemoryMegabytes: megabytes(again, 512),
        },
        packages: measured[0]?.packages,
      };
    }
    const secrets = { megabytesPerSecond: secretsThroughput(archive) };
    return { files: benchFiles, megabytes: Math.round(bytes / 1e6), load: os.loadavg()[0], ...results, secrets };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The peer. @returns milliseconds of all processors, as the shell's `times` tells them: `0m3.531s 0m0.135s` */
function listAndHash(archive: string): number {
  const told = command('sh', '-c', 'tar -tf "$1" > /dev/null && sha256sum "$1" > /dev/null && times', 'sh', archive);
  const children = told.trim().split('\n').at(-1) ?? '';
  let seconds = 0;
  for (const [, minutes, rest] of children.matchAll(/(\d+)m([\d.]+)s/g)) seconds += Number(minutes) * 60 + Number(rest);
  return seconds * 1000;
}

/** Megabytes of texts and of programs that the inspector of secrets looks through in a second of processor time. */
function secretsThroughput(archive: string): Record<string, number> {
  const bytes = Buffer.alloc(64 * 1024 * 1024);
  const file = fs.openSync(archive, 'r');
  fs.readSync(file, bytes, 0, bytes.length, 0);
  fs.closeSync(file);
  const text = Buffer.from(bytes.toString('latin1').replace(/[^\x20-\x7e\n]+/g, ' '), 'latin1');
  return { text: throughput(text), binary: throughput(bytes) };
}

function throughput(bytes: Buffer): number {
  const pieceBytes = 64 * 1024;
  const limits = limitsWith();
  const look = () => {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      secretInspector.inspect({ path: 'usr/lib/part', mode: 0o644, size: piece.length }, piece, limits);
    }
  };
  look();
  const before = process.cpuUsage();
  look();
  const { user, system } = process.cpuUsage(before);
  return round(bytes.length / (user + system), 0);
}

function megabytes(of: readonly Run[], bound: number): object {
  return { most: round(Math.max(...of.map((run) => run.memory)) / (1024 * 1024), 0), bound };
}

/** A process of its own, from its start to its end; it tells how long it worked. */
function child(mode: string, archive: string, cacheFolder: string): Run {
  const script = assetPath('test', 'bench', 'image-child.ts');
  return JSON.parse(command(process.execPath, script, mode, archive, cacheFolder)) as Run;
}

function command(program: string, ...parameters: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout;
}
