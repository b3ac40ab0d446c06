import { describe, expect, test } from 'vitest';
import type { HostContext } from '../../../collectors/host/fact-reader.ts';
import { auditReaders } from '../../../collectors/host/facts/audit.ts';
import { failed, got, type Read } from '../../../collectors/host/read.ts';
import { auditSample } from '../../support/recorded-states.ts';
import { makeTree, openTree } from './tree.ts';

const fileRules = '-w /etc/docker -p wa -k docker\n';

/** What the reader of audit rules makes of the output of `auditctl -l`, on a tree with rules in a file. */
async function rulesOf(output: Read<{ text: string; exitCode: number }>) {
  const root = openTree(makeTree({ '/etc/audit/rules.d/docker.rules': fileRules }), true);
  const context = { root, run: async () => output } as unknown as HostContext;
  const reader = auditReaders.find(({ facts }) => facts.includes('auditRules'))!;
  return (await reader.read(context)).facts;
}

describe('the output of auditctl -l', () => {
  test.each(['watches', 'syscalls', 'narrow'])('as %s gives one rule a line, in order and loaded', async (name) => {
    const text = auditSample(name);
    expect(await rulesOf(got({ text, exitCode: 0 }))).toEqual({
      auditRules: got(text.trimEnd().split('\n')),
      auditRulesLoaded: got(true),
    });
  });

  test('that says there is no rule means none, whatever files say', async () => {
    expect(await rulesOf(got({ text: auditSample('none'), exitCode: 0 }))).toEqual({
      auditRules: got([]),
      auditRulesLoaded: got(true),
    });
  });

  test.each([failed('permission-denied'), failed('not-supported'), got({ text: 'Error\n', exitCode: 4 })])(
    'that is not to be had (%j) leaves the rules of files, which are not known to be loaded',
    async (output) => {
      expect(await rulesOf(output)).toEqual({ auditRules: got([fileRules.trim()]), auditRulesLoaded: got(false) });
    },
  );
});
