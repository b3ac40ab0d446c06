import { expect, test } from 'vitest';
import { parseIptablesSave, parseNftRuleset } from '../../../../collectors/host/parse/nft-ruleset.ts';

const ruleset = (...items: unknown[]) => JSON.stringify({ nftables: [{ metainfo: { version: '1.0.6' } }, ...items] });
const chain = (name: string, policy: string, table = 'filter', hook = 'input') => ({
  chain: { family: 'inet', table, name, type: 'filter', hook, prio: 0, policy },
});
const rule = (chainName: string, expr: unknown[], table = 'filter') => ({
  rule: { family: 'inet', table, chain: chainName, expr },
});

test.each<[string, string, unknown]>([
  ['nothing', ruleset(), { rulesLoaded: false, inputPolicyDrop: false }],
  ['a policy of drop', ruleset(chain('input', 'drop')), { rulesLoaded: true, inputPolicyDrop: true }],
  [
    'a policy of drop elsewhere',
    ruleset(chain('forward', 'drop', 'filter', 'forward')),
    { rulesLoaded: false, inputPolicyDrop: false },
  ],
  [
    'a last rule that drops',
    ruleset(chain('input', 'accept'), rule('input', [{ counter: {} }, { drop: null }])),
    { rulesLoaded: true, inputPolicyDrop: true },
  ],
  [
    'a rule that drops some',
    ruleset(chain('input', 'accept'), rule('input', [{ match: {} }, { drop: null }])),
    { rulesLoaded: true, inputPolicyDrop: false },
  ],
  [
    "Docker's own rules",
    ruleset(
      rule('DOCKER-USER', [{ return: null }]),
      rule('FORWARD', [{ jump: { target: 'DOCKER-USER' } }]),
      rule('x', [{ accept: null }], 'docker-bridges'),
    ),
    { rulesLoaded: false, inputPolicyDrop: false },
  ],
  ['no JSON', '{', null],
  ['another JSON', '{"nftables": 1}', null],
])('nft: %s', (_, json, expected) => {
  expect(parseNftRuleset(json)).toEqual(expected);
});

test.each<[string, string, unknown]>([
  [
    'nothing',
    '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\nCOMMIT\n',
    { rulesLoaded: false, inputPolicyDrop: false },
  ],
  ['a policy of drop', '*filter\n:INPUT DROP [0:0]\nCOMMIT\n', { rulesLoaded: true, inputPolicyDrop: true }],
  [
    'a last rule that rejects',
    '-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-port-unreachable\n',
    { rulesLoaded: true, inputPolicyDrop: true },
  ],
  [
    "Docker's own rules",
    '-A FORWARD -j DOCKER-USER\n-A FORWARD -o docker0 -j DOCKER\n-A DOCKER-USER -j RETURN\n-A FORWARD -i docker0 ! -o docker0 -j ACCEPT\n',
    { rulesLoaded: false, inputPolicyDrop: false },
  ],
  ['a rule of others', '-A INPUT -p tcp --dport 22 -j ACCEPT\n', { rulesLoaded: true, inputPolicyDrop: false }],
])('iptables: %s', (_, text, expected) => {
  expect(parseIptablesSave(text)).toEqual(expected);
});
