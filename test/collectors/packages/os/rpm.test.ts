import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Companions, readRpmDatabase } from '../../../../collectors/packages/os/rpm/database.ts';
import { type RpmPackage, versionOf } from '../../../../collectors/packages/os/rpm/package.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { brief, catalogue, fullBudget } from './catalogue.ts';
import { blobsOf, makeBdb, makeNdb, makeSqlite } from './rpm-databases.ts';

const readDatabase = (bytes: Uint8Array, companions: Companions = { log: null, journal: null }) =>
  readRpmDatabase(bytes, companions, fullBudget());
const tools = ['rpm', 'rpmbuild', 'db5.3_load'].every((name) => findOnPath(name) !== null);
const release = 'ID=rhel\nVERSION_ID="9.4"\n';

describe('databases made by rpm', skipUnless(tools, 'rpm, rpmbuild and db5.3_load (Debian: rpm, db5.3-util)'), () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-rpm-'));
  let sqlite: Buffer;
  let blobs: Map<number, Uint8Array>;
  let listed: unknown[];

  beforeAll(() => {
    const file = makeSqlite(folder, 60);
    sqlite = readFileSync(file);
    blobs = blobsOf(file);
    listed = listWithRpm(path.dirname(file));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('all three forms give what rpm lists', async () => {
    const small = new Map([...blobs].slice(0, 1));
    const forms = { sqlite, bdb: makeBdb(folder, blobs), wide: makeBdb(folder, blobs, 65_536), ndb: makeNdb(blobs) };
    for (const [form, bytes] of Object.entries(forms)) {
      const { packages, corrupt } = await readDatabase(bytes);
      expect([form, corrupt, packages.map(asRpmLists).sort()]).toEqual([form, null, listed]);
    }
    expect((await readDatabase(makeNdb(small))).packages).toHaveLength(1);
    expect(listed).toHaveLength(61);
  });

  test('a package as the catalogue has it', async () => {
    const { packages, ownerOf, managers, unreadable } = await catalogue({
      'etc/os-release': release,
      'usr/lib/sysimage/rpm/rpmdb.sqlite': sqlite,
      'usr/lib/sysimage/rpm/rpmdb.sqlite-wal': '',
      'var/lib/rpm': { link: '../../usr/lib/sysimage/rpm' },
      bin: { link: 'usr/bin' },
      'usr/bin/alpha': 'x',
    });
    expect([packages.length, managers, unreadable]).toEqual([61, ['rpm'], false]);
    expect(packages[0]).toEqual({
      type: 'rpm',
      name: 'alpha',
      version: '2:1.2.3-4.el9',
      purl: 'pkg:rpm/rhel/alpha@1.2.3-4.el9?arch=noarch&distro=rhel-9.4&epoch=2',
      architecture: 'noarch',
      sourceName: 'alpha',
      sourceVersion: '1.2.3-4.el9',
      scope: 'distribution',
      path: 'usr/lib/sysimage/rpm/rpmdb.sqlite',
      layer: 0,
      licenseText: 'MIT and BSD',
      licensePaths: ['usr/share/licenses/alpha/LICENSE'],
      files: [
        'etc/100%25',
        'etc/für',
        'usr/bin/alpha',
        'usr/bin/alpha2',
        'usr/share/licenses/alpha/LICENSE',
        'var/log/alpha.log',
      ],
      folder: null,
    });
    expect(['bin/alpha', 'etc/100%25', 'opt/sub9/file-9', 'etc/passwd'].map(ownerOf)).toEqual([
      'rpm/alpha',
      'rpm/alpha',
      'rpm/alpha-sub9',
      null,
    ]);
  });

  test('SQLite: what is lost is noticed', async () => {
    const changed = (sql: string) => {
      const file = path.join(folder, 'changed.sqlite');
      writeFileSync(file, sqlite);
      const database = new DatabaseSync(file);
      database.exec(`PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = OFF; ${sql}`);
      database.close();
      return readFileSync(file);
    };
    const leaf = Math.floor(sqlite.indexOf(Buffer.from(blobs.get(1)!).subarray(0, 200)) / 4096) * 4096;
    const middle = Buffer.from(sqlite).fill(0, leaf, leaf + 4096);
    const answers = [
      await readDatabase(changed('DELETE FROM Packages WHERE hnum = 7')),
      await readDatabase(changed('DROP TABLE Packages')),
      await readDatabase(changed("DROP TABLE Packages; CREATE VIEW Packages AS SELECT 1 AS hnum, x'00' AS blob")),
      await readDatabase(changed('UPDATE Packages SET blob = substr(blob, 1, 500) WHERE hnum = 7')),
      await readDatabase(sqlite.subarray(0, sqlite.length - 4096)),
      await readDatabase(sqlite.subarray(0, 50)),
      await readDatabase(middle),
      await readDatabase(sqlite, { log: 32 + 4120, journal: null }),
      await readDatabase(sqlite, { log: null, journal: 512 }),
    ];
    expect(answers.map(({ corrupt }) => corrupt)).toEqual([
      'packages of its index are not in it',
      'it has no table of packages as rpm makes it',
      'it has no table of packages as rpm makes it',
      'package 7: a header is cut off',
      'it is cut off',
      'its head is cut off',
      'SQLite cannot read it',
      'changes stand in a log beside it (-wal) and not in it',
      'a change was interrupted, and its journal is beside it',
    ]);
    expect(await readDatabase(sqlite, { log: 32, journal: 0 })).toMatchObject({ corrupt: null, headers: 61 });
  });

  test('SQLite: a database whose packages stand in its log alone is not empty', async () => {
    const file = path.join(folder, 'log.sqlite');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
    database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
    database.prepare('INSERT INTO Packages VALUES (1, ?)').run(blobs.get(1)!);
    const [main, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
    database.close();
    const found = await brief({
      'etc/os-release': release,
      'var/lib/rpm/rpmdb.sqlite': main,
      'var/lib/rpm/rpmdb.sqlite-wal': log,
    });
    const problems = ['db-corrupt /var/lib/rpm/rpmdb.sqlite'];
    expect(found).toEqual({ packages: [], managers: ['rpm'], problems, unreadable: true });
  });

  test('Berkeley DB and NDB: what is lost is noticed', async () => {
    const bdb = makeBdb(folder, blobs);
    const ndb = makeNdb(blobs);
    const hashPage = [...Array(bdb.length / 4096).keys()].find(
      (page) => page > 0 && [2, 13].includes(bdb[page * 4096 + 25]!),
    )!;
    const cases = {
      'a bucket zeroed': Buffer.from(bdb).fill(0, hashPage * 4096, hashPage * 4096 + 4096),
      'the end gone': bdb.subarray(0, bdb.length - 4096),
      'the head gone': bdb.subarray(0, 100),
      encrypted: Buffer.from(bdb).fill(1, 24, 25),
      'a slot zeroed': Buffer.from(ndb).fill(0, 48, 64),
      'a slot emptied': Buffer.from(ndb).fill(0, 52, 64),
      'the last blob gone': ndb.subarray(0, ndb.length - 16),
      'all blobs gone': ndb.subarray(0, 4096),
      'a bit turned': Buffer.from(ndb).fill(ndb[5000]! ^ 1, 5000, 5001),
      'another version': Buffer.from(ndb).fill(9, 4, 5),
    };
    const answers: Record<string, string | null> = {};
    for (const [name, bytes] of Object.entries(cases)) {
      answers[name] = (await readDatabase(bytes)).corrupt;
    }
    expect(answers).toEqual({
      'a bucket zeroed': expect.stringMatching(/^page \d+ belongs to no package$|^it has \d+ of 62 entries$/),
      'the end gone': 'it is cut off',
      'the head gone': 'it is of no known form',
      encrypted: 'it is encrypted, or has checksums or parts, which rpm never uses',
      'a slot zeroed': 'slot 3 is none',
      'a slot emptied': 'a package is in it that is not listed',
      'the last blob gone': 'package 61 lies outside of it',
      'all blobs gone': 'package 1 lies outside of it',
      'a bit turned': expect.stringContaining('does not match its checksum'),
      'another version': 'it has a version that is not known',
    });
  });

  test('a header whose text was changed does not match its digest', async () => {
    const altered = new Map(blobs);
    const blob = Buffer.from(altered.get(1)!);
    const at = blob.indexOf('el9');
    blob.write('el8', at);
    altered.set(1, blob);
    const { corrupt } = await readDatabase(makeNdb(altered));
    expect(corrupt).toBe('package 1: a header does not match its digest');
  });

  test('more packages or files than a database may hold are a limit, by its name', async () => {
    const answers = [];
    for (const bytes of [sqlite, makeBdb(folder, blobs), makeNdb(blobs)]) {
      answers.push((await brief({ 'var/lib/rpm/Packages': bytes }, { imagePackages: 10 })).problems);
      answers.push((await brief({ 'var/lib/rpm/Packages': bytes }, { imageEntries: 20 })).problems);
    }
    const limits = ['imagePackages', 'imageEntries'].map((limit) => [`limit-reached /var/lib/rpm/Packages ${limit}`]);
    expect(answers).toEqual([...limits, ...limits, ...limits]);
  });

  test('an empty database counts only beside a filled one of another manager', async () => {
    const empty = path.join(folder, 'empty');
    execFileSync('rpm', ['--dbpath', empty, '--initdb'], { stdio: 'pipe' });
    const bytes = readFileSync(path.join(empty, 'rpmdb.sqlite'));
    const dpkg = 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n';
    expect(await brief({ 'var/lib/rpm/rpmdb.sqlite': bytes })).toMatchObject({ managers: ['rpm'], unreadable: true });
    expect(await brief({ 'var/lib/rpm/rpmdb.sqlite': bytes, 'var/lib/dpkg/status': dpkg })).toEqual({
      packages: ['a 1'],
      managers: ['dpkg'],
      problems: [],
      unreadable: false,
    });
  });
});

const queryFormat =
  '%{NAME}\\t%{EVR}\\t%{ARCH}\\t%{LICENSE}\\t%{SOURCERPM}\\t%{MODULARITYLABEL}\\t[%{FILENAMES}:%{FILEFLAGS},]\\n';

/** What rpm itself says, in the form of {@link asRpmLists}. */
function listWithRpm(folder: string): string[] {
  const output = execFileSync('rpm', ['--dbpath', folder, '-qa', '--qf', queryFormat], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return output
    .trim()
    .split('\n')
    .map((line) => {
      const [name, version, architecture, license, source, module, files] = line.split('\t');
      const flagged = (files ?? '')
        .split(',')
        .filter((file) => file !== '')
        .map((file) => file.split(':'));
      return JSON.stringify([
        name,
        version,
        architecture,
        license,
        source,
        module,
        flagged.map(([file]) => file),
        flagged.filter(([, flags]) => (Number(flags) & 128) !== 0).map(([file]) => file),
      ]);
    })
    .sort();
}

function asRpmLists(found: RpmPackage): string {
  const path_ = (file: string) => `/${file.replaceAll('%25', '%')}`;
  return JSON.stringify([
    found.name,
    versionOf(found),
    found.architecture,
    found.license,
    found.sourceRpm,
    found.module ?? '(none)',
    found.files.map(path_),
    found.licenseFiles.map(path_),
  ]);
}
