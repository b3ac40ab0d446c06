import { describe, expect, test } from 'vitest';
import { matchPattern } from '../../../collectors/host/patterns.ts';

test('the first group of every match is kept, the whole match where there is none; ^ and $ are those of lines', () => {
  const text = 'Port 22\nPort 2222\n#Port 1\n';
  expect(matchPattern(text, '^Port (\\d+)$')).toEqual({ ok: true, value: ['22', '2222'] });
  expect(matchPattern(text, '^#Port')).toEqual({ ok: true, value: ['#Port'] });
  expect(matchPattern(text, '(?i)^PORT (\\d+)$')).toEqual({ ok: true, value: ['22', '2222'] });
  expect(matchPattern('{"tlsverify" : true}', '"tlsverify"\\s*:\\s*(\\w+)')).toEqual({ ok: true, value: ['true'] });
  expect(matchPattern(text, 'none')).toEqual({ ok: true, value: [] });
});

test('secrets that a pattern picks out are not shown', () => {
  expect(matchPattern('user = me\npassword = hunter2\n', '= (\\S+)$')).toEqual({ ok: true, value: ['me', '***'] });
  expect(matchPattern('url https://me:hunter2@host/', '^url (.*)$')).toEqual({
    ok: true,
    value: ['https://***@host/'],
  });
  expect(matchPattern('"auth": "bWU6aHVudGVyMg=="', '"auth": "([^"]*)"')).toEqual({ ok: true, value: ['***'] });
});

describe('bounds', () => {
  test('a pattern that backtracks without end is stopped', () => {
    expect(matchPattern(`${'a'.repeat(40)}!`, '^(a+)+$')).toEqual({ ok: false, code: 'timeout' });
  });
  test('too many and too long values are a limit', () => {
    expect(matchPattern('x\n'.repeat(2000), '(x)')).toEqual({ ok: false, code: 'limit' });
    expect(matchPattern('x'.repeat(2000), '(x+)')).toEqual({ ok: false, code: 'limit' });
    expect(matchPattern('x', 'x'.repeat(3000))).toEqual({ ok: false, code: 'limit' });
  });
  test('what is no pattern is a parse error', () => {
    expect(matchPattern('x', '(')).toEqual({ ok: false, code: 'parse-error' });
  });
  test('a pattern cannot reach the program', () => {
    const hostile = `x").constructor.constructor("return process")().exit(1);("`;
    expect(matchPattern('x', hostile).ok).toBe(false);
  });
});
