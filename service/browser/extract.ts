/**
 * Run as a child with TMPDIR set to a private folder: unpacks the embedded browser there and prints its path.
 * The package unpacks to TMPDIR and trusts what it finds, so it must never see a folder that others can write.
 */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';

chromium.setGraphicsMode = false;
const bin = path.join(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
const executable = await chromium.executablePath(bin);
await inflate(path.join(bin, 'al2023.tar.br'));
process.stdout.write(
  JSON.stringify({ executable, fonts: path.join(tmpdir(), 'fonts'), libraries: path.join(tmpdir(), 'al2023', 'lib') }),
);
