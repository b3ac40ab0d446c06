import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileCapabilities } from '../../../../collectors/image/interest/capabilities.ts';

test.for([
  ['revision 1', '01000001' + '00200000' + '00000000', ['CAP_NET_RAW']],
  ['revision 2', '01000002' + '00200000' + '00000000'.repeat(3), ['CAP_NET_RAW']],
  ['revision 3, with a user', '01000003' + '00040000' + '00000000'.repeat(3) + 'e8030000', ['CAP_NET_BIND_SERVICE']],
  ['what is only inherited', '00000002' + '00000000' + '01000000' + '00000000'.repeat(2), ['CAP_CHOWN']],
  ['the upper half', '01000002' + '00000000'.repeat(2) + '80000000' + '00000000', ['CAP_BPF']],
  ['a number without a name', '01000002' + '00000000'.repeat(2) + '00020000' + '00000000', ['CAP_41']],
  ['several, sorted', '01000002' + '00300000' + '00000000'.repeat(3), ['CAP_NET_ADMIN', 'CAP_NET_RAW']],
  ['none', '00000002' + '00000000'.repeat(4), []],
  ['cut off', '0100000200200000', ['invalid']],
  ['of an unknown revision', '01000004' + '00000000'.repeat(4), ['invalid']],
  ['not hexadecimal', 'zz', ['invalid']],
  ['empty', '', ['invalid']],
] as const)('capabilities: %s', ([, hex, expected]) => {
  expect(fileCapabilities(hex)).toEqual(expected);
});

test('never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('hex')),
      ),
      (hex) => {
        expect(Array.isArray(fileCapabilities(hex))).toBe(true);
      },
    ),
    { seed: 41 },
  );
});
