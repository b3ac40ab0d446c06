import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostRoot, insideContainer } from '../../../collectors/host/index.ts';
import { kinds, limitsWith } from '../../../engine/index.ts';
import { rootFolder } from '../../../root.ts';
import { skipUnless } from '../../support/real-parts.ts';
import { collect } from './support.ts';
import { privateFolder } from './tree.ts';

const sign = await insideContainer(hostRoot({ path: '/', live: true, limits: limitsWith() }));

describe('this machine', skipUnless(sign === null, 'a machine that is no container'), () => {
  test('is read without an error, and what is read follows the schema', async () => {
    const { summary, emitted } = await collect('host');
    const [{ facts, missing }] = emitted as [(typeof emitted)[0]];
    expect(summary.status).not.toBe('failed');
    expect(summary.problems.filter((problem) => problem.code === 'reader-failed')).toEqual([]);
    expect(wrongMembers(facts, missing)).toEqual([]);
  });

  test('reading it twice gives the same, but for what changes', async () => {
    const [first, second] = [await collect('host'), await collect('host')];
    const steady = (collection: typeof first) => {
      const {
        listening: _,
        engineProcesses: __,
        mounts: ___,
        interfaces: ____,
        engineFiles: _____,
        ...rest
      } = collection.emitted[0]!.facts;
      return rest;
    };
    expect(steady(second)).toEqual(steady(first));
  });

  const user = '65534';
  const asNobody = process.getuid?.() === 0;

  test(
    'is read by an unprivileged user, with codes where root is needed',
    skipUnless(asNobody, 'root, to become another user'),
    () => {
      const script = `
      const { host } = await import(process.argv[1] + '/collectors/host/index.ts');
      const { limitsWith } = await import(process.argv[1] + '/engine/index.ts');
      let emitted;
      const summary = await host.collect({
        target: { id: 1, uri: 'host', collector: 'host', address: '', name: null }, limits: limitsWith(),
        signal: new AbortController().signal, now: () => new Date(0), kinds: new Set(['host']), files: [], imageFiles: [], imageContents: false, deep: false, platform: null, imageKeys: [], cacheFolder: null,
        emit: async (resource) => { emitted = resource; }, progress() {}, environment: {},
      });
      process.stdout.write(JSON.stringify({ summary, emitted }));`;
      const folder = privateFolder();
      writeFileSync(path.join(folder, 'x'), '');
      const output = execFileSync(
        'setpriv',
        [
          '--reuid',
          user,
          '--regid',
          user,
          '--clear-groups',
          process.execPath,
          '--input-type=module',
          '--eval',
          script,
          rootFolder,
        ],
        { cwd: '/', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const { summary, emitted } = JSON.parse(output.toString());
      expect(wrongMembers(emitted.facts, emitted.missing)).toEqual([]);
      expect(emitted.facts.users.find((account: { name: string }) => account.name === 'root').password).toEqual({
        locked: false,
        empty: false,
        algorithm: null,
        error: 'permission-denied',
      });
      expect([summary.status, summary.advice]).toEqual(['partial', 'run it as root: sudo plimsoll audit']);
    },
  );
});

/** Facts that do not follow the schema, leaving out those that are said to be missing. */
function wrongMembers(facts: Record<string, unknown>, missing: Record<string, string>): string[] {
  const result = kinds.host.safeParse(facts);
  const wrong = (result.error?.issues ?? []).map((issue) => issue.path.join('.'));
  return wrong.filter((name) => missing[name] === undefined);
}
