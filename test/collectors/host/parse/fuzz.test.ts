import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCandidates, parseRelease } from '../../../../collectors/host/parse/apt-lists.ts';
import { parseAuditLog } from '../../../../collectors/host/parse/audit-log.ts';
import { parseCrontab } from '../../../../collectors/host/parse/crontab.ts';
import { parseDaemonJson } from '../../../../collectors/host/parse/daemon-json.ts';
import { elfArchitecture } from '../../../../collectors/host/parse/elf.ts';
import { parseEngineArguments } from '../../../../collectors/host/parse/engine-options.ts';
import { parseGroup } from '../../../../collectors/host/parse/group.ts';
import { unpackLz4 } from '../../../../collectors/host/parse/lz4-frame.ts';
import {
  parseBuiltinModules,
  parseDisabledModules,
  parseLoadedModules,
} from '../../../../collectors/host/parse/modules.ts';
import { parseFstab, parseMountinfo } from '../../../../collectors/host/parse/mounts.ts';
import { parseIptablesSave, parseNftRuleset } from '../../../../collectors/host/parse/nft-ruleset.ts';
import { parsePasswd } from '../../../../collectors/host/parse/passwd.ts';
import { parseShadow } from '../../../../collectors/host/parse/shadow.ts';
import { parseSocketTable } from '../../../../collectors/host/parse/sockets.ts';
import { effectiveSshd, parseSshdConfig } from '../../../../collectors/host/parse/sshd-config.ts';
import { parseSysctlFile } from '../../../../collectors/host/parse/sysctl.ts';
import { parseUnitFile, splitWords } from '../../../../collectors/host/parse/unit-file.ts';
import { parseApkInstalled } from '../../../../collectors/packages/os/apk/installed.ts';
import { parseDpkgStatus } from '../../../../collectors/packages/os/dpkg/status.ts';
import { parseOsRelease, parseRedhatRelease } from '../../../../collectors/packages/os/os-release.ts';
import { fullBudget } from '../../packages/os/catalogue.ts';

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  parseApkInstalled: (text) => parseApkInstalled(Buffer.from(text), fullBudget()),
  parseAuditLog,
  parseCrontab: (text) => parseCrontab(text, true),
  parseDaemonJson,
  parseDpkgStatus: (text) => parseDpkgStatus(Buffer.from(text), fullBudget()),
  parseEngineArguments: (text) => parseEngineArguments(text.split(' ')),
  parseGroup,
  parseBuiltinModules,
  parseDisabledModules,
  parseLoadedModules,
  parseFstab,
  parseMountinfo,
  parseIptablesSave,
  parseNftRuleset,
  parseOsRelease,
  parseRedhatRelease,
  parsePasswd,
  parseShadow,
  parseSocketTable: (text) => parseSocketTable(text, 'tcp6'),
  effectiveSshd: (text) => effectiveSshd(parseSshdConfig(text)),
  parseSysctlFile,
  parseUnitFile,
  splitWords,
  parseRelease,
  addCandidates: (text) =>
    addCandidates(new Map(), Buffer.from(text), { security: true, notAutomatic: false }, new Set(['a'])),
  elfArchitecture: (text) => elfArchitecture(Buffer.from(text, 'latin1')),
  unpackLz4: (text) =>
    unpackLz4(Buffer.concat([Buffer.from([4, 0x22, 0x4d, 0x18, 0x40]), Buffer.from(text, 'latin1')]), 1000),
};

/** Pieces that these files are made of, in any order, and anything else. */
const pieces = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    ' ',
    '\t',
    ':',
    '=',
    '#',
    '"',
    "'",
    '\\',
    '\\\n',
    '[Service]',
    'Match ',
    'Include ',
    'Port ',
    'Package: a',
    'Version: ',
    'Status: ',
    'P:',
    'V:',
    '/',
    '-',
    '--',
    '0',
    '99999999999999999999',
    'install a /bin/true',
    'type=EXECVE msg=audit(1.1:1): a0="',
    'btime',
    '{',
    '}',
    '__proto__',
    '\0',
    '\uFEFF',
    '\uD800',
    '@daily',
    '* * * * *',
    '-A INPUT ',
    '0A',
    '0100007F:1F90',
    '\\040',
  ],
);
const anyText = fc.oneof(
  fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

test.each(Object.keys(parsers))('%s survives any text, and gives the same twice', (name) => {
  const parse = parsers[name]!;
  fc.assert(
    fc.property(anyText, (text) => {
      expect(parse(text)).toEqual(parse(text));
    }),
    { numRuns: 400 },
  );
});

test.each(Object.keys(parsers))('%s takes time linear in the text', (name) => {
  const parse = parsers[name]!;
  for (const piece of [
    'a',
    ' ',
    '\n',
    '=',
    ':',
    '"',
    '\\',
    '\\\n',
    '-',
    '/',
    '0',
    'a=',
    '"a"',
    ' a0="',
    'install ',
    '[',
    '\\040',
    'a:',
  ]) {
    const timeOf = (length: number) => {
      const text = piece.repeat(length / piece.length);
      const start = performance.now();
      parse(text);
      return performance.now() - start;
    };
    // The best of three: other work of the machine only ever adds.
    const best = (length: number) => Math.min(timeOf(length), timeOf(length), timeOf(length));
    const [small, large] = [best(20_000), best(320_000)];
    // Sixteen times the text; quadratic time would be 256 times as long.
    expect([piece, large < Math.max(small, 5) * 100]).toEqual([piece, true]);
  }
});
