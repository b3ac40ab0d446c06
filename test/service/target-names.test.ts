import os from 'node:os';
import { expect, test } from 'vitest';
import type { CollectSummary, Target } from '../../collectors/index.ts';
import { operatorName } from '../../service/operator.ts';
import { type NamedTarget, nameTargets } from '../../service/target-names.ts';

function named(id: number, uri: string, kind: 'host' | 'engine', identity: string | null, name = 'web'): NamedTarget {
  const target: Target = { id, uri, collector: uri.split(':')[0]!, address: '', name: null };
  const kinds = { [kind]: { status: 'complete', expected: 1, seen: identity === null ? 0 : 1 } };
  const summary: CollectSummary = { name, status: 'collected', kinds, problems: [], phrase: '', advice: null };
  return { target, summary, identity };
}

test('a host and its engine share a name, and so may machines of different names', () => {
  const targets = [named(1, 'host', 'host', 'aaaa'), named(2, 'docker', 'engine', 'bbbb')];
  expect(nameTargets([...targets, named(3, 'docker:tcp://x', 'engine', 'cccc', 'other')])).toEqual([
    { name: 'web', problems: [] },
    { name: 'web', problems: [] },
    { name: 'other', problems: [] },
  ]);
});

test('two machines of one name are told apart by their ids, in any order, and that is reported', () => {
  const one = named(1, 'docker:tcp://one', 'engine', '1111:2222:3333');
  const two = named(2, 'docker:tcp://two', 'engine', '9999:8888:7777');
  const message = (own: string, other: string, told: string) =>
    `docker:tcp://${own} and docker:tcp://${other} are both named web; this one is ${told}. ` +
    'Give them names under targets: in plimsoll.yaml.';
  const problem = (own: string, other: string, told: string) => [
    { code: 'target-name-repeated', message: message(own, other, told), subject: `docker:tcp://${own}` },
  ];
  expect(nameTargets([one, two])).toEqual([
    { name: 'web~11112222', problems: problem('one', 'two', 'web~11112222') },
    { name: 'web~99998888', problems: problem('two', 'one', 'web~99998888') },
  ]);
  expect(nameTargets([two, one]).map(({ name }) => name)).toEqual(['web~99998888', 'web~11112222']);
});

test('one machine named twice is told apart by the number of the target', () => {
  const twice = [named(1, 'docker', 'engine', 'AAAA'), named(2, 'docker:unix:///x', 'engine', 'AAAA')];
  expect(nameTargets(twice).map(({ name }) => name)).toEqual(['web~AAAA~1', 'web~AAAA~2']);
});

test('a target that brought nothing is no rival', () => {
  expect(nameTargets([named(1, 'host', 'host', 'aaaa'), named(2, 'host:/x', 'host', null)])[0]!.name).toBe('web');
});

test('the person behind sudo comes first', () => {
  expect(operatorName({ SUDO_USER: 'ann', USER: 'root' })).toBe('ann');
  expect(operatorName({ USER: 'somebody' })).toBe(os.userInfo().username);
});
