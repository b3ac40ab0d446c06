import { describe, expect, test } from 'vitest';
import { insideContainer } from '../../../collectors/host/index.ts';
import { type TreeEntry, treeRoot } from './tree.ts';

const firstNamespace = { '/proc/self/ns/pid': { link: 'pid:[4026531836]' } };
const ownNamespace = { '/proc/self/ns/pid': { link: 'pid:[4026532201]' } };

function mounted(fileSystem: string, inside = '/'): Record<string, TreeEntry> {
  return {
    '/proc/self/mountinfo': `27 1 254:0 ${inside} / rw,relatime - ${fileSystem} source rw\n28 27 0:21 / /proc rw - proc proc rw\n`,
  };
}

describe('a container', () => {
  test.each<[string, Record<string, TreeEntry>, string]>([
    ['of Docker', { ...ownNamespace, ...mounted('overlay'), '/.dockerenv': '' }, '/.dockerenv'],
    ['of Podman', { ...ownNamespace, ...mounted('overlay'), '/run/.containerenv': '' }, '/run/.containerenv'],
    [
      'of Kubernetes, without a marker',
      { ...ownNamespace, ...mounted('overlay'), '/proc/self/cgroup': '0::/\n' },
      'a root of type overlay',
    ],
    [
      'known by its control group',
      { ...ownNamespace, ...mounted('ext4'), '/proc/self/cgroup': '0::/kubepods/burstable/pod1/abc\n' },
      'the control group kubepods',
    ],
    [
      'of LXC',
      { ...ownNamespace, ...mounted('zfs'), '/proc/1/environ': 'A=b\0container=lxc\0' },
      'the container manager lxc',
    ],
    [
      "with the host's processes",
      { ...firstNamespace, ...mounted('overlay'), '/.dockerenv': '' },
      '/.dockerenv and a root of type overlay',
    ],
    [
      "with the host's processes, on btrfs",
      { ...firstNamespace, ...mounted('btrfs', '/var/lib/docker/btrfs/subvolumes/abc'), '/.dockerenv': '' },
      '/.dockerenv and a root inside the store of a container engine',
    ],
  ])('%s is recognised', async (_, entries, sign) => {
    expect(await insideContainer(treeRoot(entries))).toBe(sign);
  });
});

describe('not a container', () => {
  test.each<[string, Record<string, TreeEntry>]>([
    ['a machine', { ...firstNamespace, ...mounted('ext4') }],
    [
      'a virtual machine made from an image with its marker',
      { ...firstNamespace, ...mounted('ext4'), '/.dockerenv': '' },
    ],
    ['a live system with a layered root', { ...firstNamespace, ...mounted('overlay') }],
    [
      'a service with a process namespace of its own',
      { ...ownNamespace, ...mounted('ext4'), '/proc/self/cgroup': '0::/system.slice/x.service\n' },
    ],
    ['WSL', { ...ownNamespace, ...mounted('ext4'), '/proc/1/environ': 'container=wsl\0' }],
    [
      'a host that runs containers',
      { ...firstNamespace, ...mounted('ext4'), '/proc/self/cgroup': '0::/user.slice\n', '/var/lib/docker/x': '' },
    ],
    ['a tree without /proc', { '/.dockerenv': '' }],
  ])('%s', async (_, entries) => {
    expect(await insideContainer(treeRoot(entries))).toBeNull();
  });
});
