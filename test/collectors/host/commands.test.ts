import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { commandLine, commands, runCommand, runProgram } from '../../../collectors/host/commands.ts';
import { limitsWith } from '../../../engine/index.ts';
import { makeTree, openTree, privateFolder } from './tree.ts';

const never = new AbortController().signal;

/** State letter of a process in /proc. */
function processState(pid: string): string {
  try {
    return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 'gone';
  } catch {
    return 'gone';
  }
}

test('the table holds these commands and no other', () => {
  const lines = (Object.keys(commands) as (keyof typeof commands)[]).map(commandLine);
  expect(lines).toEqual([
    'auditctl -l',
    'nft -j list ruleset',
    'iptables-save -t filter',
    'systemctl show --no-pager --all --property=Id,ActiveState *.service *.socket *.timer',
  ]);
});

test('nothing is run for a mounted host or a tree at rest, even where the program is there', async () => {
  const folder = makeTree(
    { '/usr/sbin/auditctl': '#!/bin/sh\ntouch /plimsoll-ran\n' },
    { '/usr/sbin/auditctl': 0o755 },
  );
  for (const live of [true, false]) {
    const answer = await runCommand(openTree(folder, live), 'auditctl', limitsWith(), never);
    expect(answer).toEqual({ ok: false, code: 'not-supported' });
  }
});

describe('a program', () => {
  test('gets no shell, no input and nothing of our environment', async () => {
    process.env['PLIMSOLL_CANARY'] = 'canary';
    const answer = await runProgram('/usr/bin/env', [], limitsWith(), never);
    delete process.env['PLIMSOLL_CANARY'];
    const names = answer.ok
      ? answer.value.text
          .split('\n')
          .map((line) => line.split('=')[0])
          .sort()
      : [];
    expect(names).toEqual(['', 'LC_ALL', 'PATH', 'SYSTEMD_COLORS']);
    expect(await runProgram('/bin/echo', ['$HOME; id'], limitsWith(), never)).toEqual({
      ok: true,
      value: { text: '$HOME; id\n', exitCode: 0 },
    });
    expect(await runProgram('/bin/cat', [], limitsWith(), never)).toEqual({
      ok: true,
      value: { text: '', exitCode: 0 },
    });
  });

  test('is ended with its children', async () => {
    const marker = path.join(privateFolder(), 'pid');
    const script = `sleep 300 & echo $! > ${marker}; exec sleep 300`;
    const ended = new AbortController();
    const answer = runProgram('/bin/sh', ['-c', script], limitsWith({ commandMilliseconds: 60_000 }), ended.signal);
    const pid = await vi.waitFor(() => /^\d+(?=\n)/.exec(readFileSync(marker, 'utf8'))![0], { timeout: 30_000 });
    ended.abort();
    expect(await answer).toEqual({ ok: false, code: 'timeout' });
    await vi.waitFor(() => expect(['gone', 'Z', 'X']).toContain(processState(pid)), { timeout: 30_000 });
  });

  test('is ended at its time, also when one that left its group holds the output', async () => {
    const limits = limitsWith({ commandMilliseconds: 200 });
    expect(await runProgram('/usr/bin/setsid', ['--fork', 'sleep', '3'], limits, never)).toEqual({
      ok: false,
      code: 'timeout',
    });
  });

  test('is ended at its output', async () => {
    const limits = limitsWith({ commandOutputBytes: 1000 });
    expect(await runProgram('/bin/cat', ['/dev/zero'], limits, never)).toEqual({ ok: false, code: 'limit' });
  });

  test('is ended with the run', async () => {
    expect(await runProgram('/bin/sleep', ['30'], limitsWith(), AbortSignal.abort())).toEqual({
      ok: false,
      code: 'timeout',
    });
  });

  test('that is not there is not supported', async () => {
    expect(await runProgram('/none', [], limitsWith(), never)).toEqual({ ok: false, code: 'not-supported' });
  });
});
