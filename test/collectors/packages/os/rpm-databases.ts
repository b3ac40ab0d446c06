/** Makes databases of rpm in its three forms, for tests. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { adler32 } from '../../../../collectors/packages/os/rpm/adler32.ts';

/** Packages with all that is odd: epochs, modules, licence files, translations, many files, odd names. */
function specification(subpackages: number): string {
  const lines = [
    'Name: alpha',
    'Epoch: 2',
    'Version: 1.2.3',
    'Release: 4.el9',
    'Summary: Alpha',
    'Summary(de): Alpha auf Deutsch',
    'License: MIT and BSD',
    'BuildArch: noarch',
    'ModularityLabel: nodejs:18:8090020231019152822:a75119d5',
    '%description',
    'Text',
  ];
  for (let index = 0; index < subpackages; index++) {
    lines.push(`%package sub${index}`, `Summary: s${index}`, `License: License-${index}`);
    if (index % 3 === 0) lines.push(`Version: ${index}~rc1`, `Epoch: ${index}`);
    lines.push(`%description sub${index}`, 'x'.repeat(index * 70), `%files sub${index}`, `/opt/sub${index}`);
  }
  lines.push(
    '%install',
    'mkdir -p %{buildroot}/usr/share/licenses/alpha %{buildroot}/usr/bin %{buildroot}/etc %{buildroot}/opt',
    'echo x > %{buildroot}/usr/share/licenses/alpha/LICENSE',
    'echo y > %{buildroot}/usr/bin/alpha',
    'ln -s alpha %{buildroot}/usr/bin/alpha2',
    'echo z > "%{buildroot}/etc/100%%"',
    'echo z > "%{buildroot}/etc/für"',
    `for i in $(seq 0 ${subpackages - 1}); do mkdir -p %{buildroot}/opt/sub$i; for f in $(seq 0 $i); do : > %{buildroot}/opt/sub$i/file-$f; done; done`,
    '%files',
    '%license /usr/share/licenses/alpha/LICENSE',
    '/usr/bin/alpha',
    '/usr/bin/alpha2',
    '%config /etc/100*',
    '/etc/f*',
    '%ghost /var/log/alpha.log',
  );
  return `${lines.join('\n')}\n`;
}

/** Builds packages and installs them into an SQLite database of Debian's rpm; gives its file. */
export function makeSqlite(folder: string, subpackages: number): string {
  const specFile = path.join(folder, 'alpha.spec');
  writeFileSync(specFile, specification(subpackages));
  const quiet = { stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] };
  const top = path.join(folder, 'top');
  execFileSync('rpmbuild', ['-bb', '--define', `_topdir ${top}`, '--define', '_build_id_links none', specFile], quiet);
  const database = path.join(folder, 'db');
  mkdirSync(database);
  const built = path.join(top, 'RPMS', 'noarch');
  const files = readdirSync(built).map((name) => path.join(built, name));
  execFileSync(
    'rpm',
    ['--dbpath', database, '--nosignature', '-i', '--justdb', '--nodeps', '--force', ...files],
    quiet,
  );
  return path.join(database, 'rpmdb.sqlite');
}

/** The headers in an SQLite database, by their numbers. */
export function blobsOf(file: string): Map<number, Uint8Array> {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT hnum, blob FROM Packages ORDER BY hnum').all();
  database.close();
  return new Map(rows.map((row) => [Number(row['hnum']), row['blob'] as Uint8Array]));
}

/** A Berkeley DB `Packages` of these headers, written by Berkeley DB itself. */
export function makeBdb(folder: string, blobs: ReadonlyMap<number, Uint8Array>, pageSize = 4096): Buffer {
  const file = path.join(folder, `Packages-${pageSize}`);
  rmSync(file, { force: true });
  const lines = ['VERSION=3', 'format=bytevalue', 'type=hash', `db_pagesize=${pageSize}`, 'HEADER=END'];
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes.toString('hex');
  };
  lines.push(` ${number(0)}`, ` ${number(Math.max(...blobs.keys()))}`);
  for (const [key, blob] of blobs) lines.push(` ${number(key)}`, ` ${Buffer.from(blob).toString('hex')}`);
  lines.push('DATA=END', '');
  execFileSync('db5.3_load', ['-t', 'hash', file], { input: lines.join('\n') });
  return readFileSync(file);
}

/** An NDB `Packages.db` of these headers, as rpm lays it out. */
export function makeNdb(blobs: ReadonlyMap<number, Uint8Array>): Buffer {
  const slotPages = Math.ceil((2 + blobs.size) / 256);
  const slots = Buffer.alloc(slotPages * 4096);
  slots.write('RpmP', 0, 'latin1');
  slots.writeUInt32LE(1, 8);
  slots.writeUInt32LE(slotPages, 12);
  slots.writeUInt32LE(blobs.size + 1, 16);
  for (let slot = 2; slot < slotPages * 256; slot++) slots.write('Slot', slot * 16, 'latin1');
  const parts: Buffer[] = [slots];
  let offset = slots.length;
  let slot = 2;
  for (const [number, blob] of blobs) {
    const size = Math.ceil((16 + blob.length + 12) / 16) * 16;
    const part = Buffer.alloc(size);
    part.write('BlbS', 0, 'latin1');
    part.writeUInt32LE(number, 4);
    part.writeUInt32LE(1, 8);
    part.writeUInt32LE(blob.length, 12);
    part.set(blob, 16);
    part.writeUInt32LE(adler32(part.subarray(0, size - 12)), size - 12);
    part.writeUInt32LE(blob.length, size - 8);
    part.write('BlbE', size - 4, 'latin1');
    slots.writeUInt32LE(number, slot * 16 + 4);
    slots.writeUInt32LE(offset / 16, slot * 16 + 8);
    slots.writeUInt32LE(size / 16, slot * 16 + 12);
    parts.push(part);
    offset += size;
    slot++;
  }
  return Buffer.concat(parts);
}

/** A header of texts and whole numbers by their tags, without a digest. */
export function rpmHeader(values: Readonly<Record<number, string | number | Buffer>>): Buffer {
  const entries = Object.entries(values);
  const index = Buffer.alloc(entries.length * 16);
  const data: Buffer[] = [];
  let offset = 0;
  for (const [position, [tag, value]] of entries.entries()) {
    // Numbers begin at a multiple of their size.
    const padding = Buffer.alloc(typeof value === 'number' ? -offset & 3 : 0);
    const bytes = typeof value === 'number' ? Buffer.alloc(4) : Buffer.concat([Buffer.from(value), Buffer.alloc(1)]);
    if (typeof value === 'number') bytes.writeUInt32BE(value);
    const words = [Number(tag), typeof value === 'number' ? 4 : 6, offset + padding.length, 1];
    for (const [word, number] of words.entries()) index.writeUInt32BE(number, position * 16 + word * 4);
    data.push(padding, bytes);
    offset += padding.length + bytes.length;
  }
  const counts = Buffer.alloc(8);
  counts.writeUInt32BE(entries.length, 0);
  counts.writeUInt32BE(offset, 4);
  return Buffer.concat([counts, index, ...data]);
}
