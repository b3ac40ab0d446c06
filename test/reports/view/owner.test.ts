import { expect, test } from 'vitest';
import type { ReportOwner } from '../../../reports/index.ts';
import { ownerFinder } from '../../../reports/view/owner.ts';

const owners: ReportOwner[] = [
  { name: 'payments', labels: { tier: 'gold', zone: 'eu' } },
  { name: 'web', keys: ['web-01/container/shop/**'] },
  { name: 'platform' },
];

function ownerOf(key: string, labels: Record<string, string>): string | null {
  return ownerFinder(owners)({ kind: 'container', key, id: key, name: key, target: 1, labels });
}

test.each([
  ['all labels of an owner', 'a/container/x', { tier: 'gold', zone: 'eu', owner: 'kim' }, 'payments'],
  ['only some of them', 'a/container/x', { tier: 'gold' }, null],
  ['a key that a glob fits', 'web-01/container/shop/web/1', { team: 'kim' }, 'web'],
  ['two owners', 'web-01/container/shop/web/1', { tier: 'gold', zone: 'eu' }, 'payments, web'],
  ['the label of a configured target', 'a/host', { 'plimsoll.owner': 'platform' }, 'platform'],
  ['the same for somebody without an entry', 'a/host', { 'plimsoll.owner': 'kim', owner: 'lee' }, 'kim'],
  ['labels of its own', 'a/host', { owner: 'lee', team: 'blue' }, 'lee'],
  ['nothing at all', 'a/host', {}, null],
])('a resource with %s belongs to whom it says', (_, key, labels, owner) => {
  expect(ownerOf(key, labels)).toBe(owner);
});

test('an owner without labels and keys has nothing by itself', () => {
  expect(ownerFinder([{ name: 'platform', labels: {}, keys: [] }])(resource())).toBeNull();
});

function resource() {
  return { kind: 'host', key: 'a/host', id: 'a', name: 'a', target: 1, labels: {} };
}
