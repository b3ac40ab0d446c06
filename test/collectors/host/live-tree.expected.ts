/** What the collector must say of {@link liveTree}: written by hand, fact by fact; of sysctls those that are set. */
const numbers = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const userNames: Record<number, string> = { 0: 'root', 1000: 'me', 1001: 'old' };
const groupNames: Record<number, string> = { 0: 'root', 999: 'docker', 1000: 'users' };

/** Owner of what the test made: whoever runs it, by the names of the tree's own /etc/passwd. */
const owner = {
  owner: userNames[numbers.uid] ?? String(numbers.uid),
  group: groupNames[numbers.gid] ?? String(numbers.gid),
  ...numbers,
};

function state(path: string, type: string, mode: string) {
  return { path, exists: true, ...owner, mode, type, error: null };
}

function missingState(path: string) {
  const nothing = { owner: null, uid: null, group: null, gid: null, mode: null, type: null };
  return { path, exists: false, ...nothing, error: null };
}

function present(path: string, role: string, type: string, mode: string, realPath: string) {
  return { ...state(path, type, mode), role, realPath };
}

function absent(path: string, role: string) {
  return { ...missingState(path), role, realPath: null };
}

export const expectedFacts = {
  apparmor: { enabled: true, enforced: 2, complain: 1 },
  architecture: 'x86_64',
  auditEvents: [
    { at: '2026-01-02T03:05:00Z', key: 'docker', command: 'docker exec -e DO_PASSWD TOKEN=***', uid: 1000 },
  ],
  auditRules: ['-w /usr/bin/dockerd -p rwxa -k docker'],
  auditRulesLoaded: false,
  automaticUpdates: true,
  bootTime: '2026-01-02T03:04:05Z',
  cpuVulnerabilities: [
    { name: 'l1tf', status: 'Mitigation: PTE Inversion; VMX: SMT vulnerable', vulnerable: false },
    { name: 'mds', status: 'Vulnerable: Clear CPU buffers attempted, no microcode', vulnerable: true },
  ],
  cron: [
    { path: '/etc/cron.d/job', user: 'me', schedule: '@reboot', command: '/usr/bin/job -x' },
    { path: '/etc/cron.daily/clean', user: 'root', schedule: '@daily', command: '/etc/cron.daily/clean' },
    {
      path: '/etc/crontab',
      user: 'root',
      schedule: '17 * * * *',
      command: 'run-parts --password *** /etc/cron.hourly',
    },
  ],
  engineFiles: [
    absent('/etc/containerd/config.toml', 'configuration'),
    absent('/etc/default/docker', 'defaults'),
    present('/etc/docker', 'folder', 'directory', '0755', '/etc/docker'),
    present(
      '/etc/docker/certs.d/reg:5000/ca.crt',
      'registry-certificate',
      'file',
      '0644',
      '/etc/docker/certs.d/reg:5000/ca.crt',
    ),
    present('/etc/docker/daemon.json', 'configuration', 'file', '0644', '/etc/docker/daemon.json'),
    present('/etc/docker/tls/key.pem', 'tls-key', 'file', '0644', '/etc/docker/tls/key.pem'),
    absent('/etc/sysconfig/docker', 'defaults'),
    absent('/run/containerd', 'folder'),
    absent('/run/containerd/containerd.sock', 'containerd-socket'),
    absent('/run/docker.sock', 'socket'),
    absent('/run/docker/containerd/containerd.sock', 'containerd-socket'),
    absent('/usr/bin/containerd', 'binary'),
    absent('/usr/bin/containerd-shim', 'binary'),
    absent('/usr/bin/containerd-shim-runc-v1', 'binary'),
    absent('/usr/bin/containerd-shim-runc-v2', 'binary'),
    present('/usr/bin/dockerd', 'binary', 'file', '0644', '/usr/bin/dockerd'),
    present('/usr/bin/runc', 'binary', 'file', '0644', '/usr/bin/runc-1'),
    present('/usr/lib/systemd/system/docker.service', 'unit', 'file', '0644', '/usr/lib/systemd/system/docker.service'),
    present(
      '/usr/lib/systemd/system/docker.socket',
      'socket-unit',
      'file',
      '0644',
      '/usr/lib/systemd/system/docker.socket',
    ),
    absent('/var/lib/docker', 'folder'),
  ],
  engineProcesses: [
    {
      name: 'dockerd',
      pid: 50,
      uid: 0,
      arguments: [
        '/usr/bin/dockerd',
        '-H',
        'fd://',
        '--log-opt',
        'splunk-token=***',
        '--tlskey',
        '/etc/docker/tls/key.pem',
      ],
      noFileLimit: 1048576,
    },
  ],
  files: [
    { ...missingState('/none'), digest: null, matches: [] },
    {
      ...state('/srv/app/app.conf', 'file', '0644'),
      digest: 'sha256:0f8e3bc40f8ff3d456c1c2dee583f9c3b526b0b2e9f303b037d00cfce2518f93',
      matches: [
        { name: 'listen', values: ['80'] },
        { name: 'password', values: ['***'] },
      ],
    },
  ],
  firewall: { tools: ['ufw'], rulesLoaded: null, inputPolicyDrop: null },
  groups: [
    { name: 'root', gid: 0, members: ['root'] },
    { name: 'docker', gid: 999, members: ['me', 'other'] },
    { name: 'users', gid: 1000, members: ['me', 'old'] },
  ],
  interfaces: [
    { name: 'eth0', up: true, loopback: false },
    { name: 'eth1', up: false, loopback: false },
    { name: 'lo', up: true, loopback: true },
  ],
  kernel: { release: '6.1.0-18-amd64', version: '#1 SMP Debian 6.1.76-1' },
  kernelLockdown: 'integrity',
  kernelModules: [
    { name: 'br_netfilter', loaded: true, builtin: false, disabled: false },
    { name: 'dccp', loaded: false, builtin: false, disabled: true },
    { name: 'overlay', loaded: true, builtin: false, disabled: false },
    { name: 'squashfs', loaded: false, builtin: true, disabled: false },
    { name: 'usb_storage', loaded: false, builtin: false, disabled: true },
  ],
  listening: [
    { protocol: 'tcp', address: '0.0.0.0', port: 22, allInterfaces: true, loopback: false, process: 'sshd' },
    { protocol: 'udp', address: '127.0.0.53', port: 53, allInterfaces: false, loopback: true, process: null },
    { protocol: 'tcp6', address: '::1', port: 631, allInterfaces: false, loopback: true, process: null },
    { protocol: 'tcp', address: '127.0.0.1', port: 8080, allInterfaces: false, loopback: true, process: null },
  ],
  live: true,
  machineId: 'fbcc5644aa532ef7',
  mounts: [
    { source: '/dev/sda1', target: '/', fileSystem: 'ext4', options: ['rw', 'relatime', 'errors=remount-ro'] },
    {
      source: '//nas/x',
      target: '/srv/a b',
      fileSystem: 'cifs',
      options: ['rw', 'nosuid', 'username=me', 'password=***'],
    },
  ],
  osRelease: { id: 'debian', versionId: '12', codename: 'bookworm', name: 'Debian GNU/Linux 12 (bookworm)', like: [] },
  packageListsAt: '2026-01-02T03:04:05Z',
  packageManager: 'dpkg',
  packages: [
    { name: 'docker.io', version: '20.10.24-1', architecture: 'amd64', source: null },
    { name: 'openssl', version: '3.0.11-1~deb12u2', architecture: 'amd64', source: null },
  ],
  pendingUpdates: [
    { name: 'docker.io', installed: '20.10.24-1', candidate: '20.10.25-1', security: false },
    { name: 'openssl', installed: '3.0.11-1~deb12u2', candidate: '3.0.11-1~deb12u3', security: true },
  ],
  rebootRequired: true,
  runtimeBinaries: [
    { name: 'dockerd', path: '/usr/bin/dockerd', mode: '0644', ...numbers, version: '20.10.24-1' },
    { name: 'runc', path: '/usr/bin/runc', mode: '0644', ...numbers, version: null },
    { name: 'crun', path: '/usr/local/bin/crun', mode: '0644', ...numbers, version: null },
  ],
  selinux: { enabled: false, mode: 'disabled' },
  sshd: {
    permitRootLogin: 'no',
    passwordAuthentication: false,
    permitEmptyPasswords: false,
    x11Forwarding: false,
    maxAuthTries: 4,
    port: [2222],
    protocol1: false,
    hasMatchBlocks: true,
  },
  sysctls: [
    { name: 'kernel.kptr_restrict', value: '1', error: null },
    { name: 'net.ipv4.ip_forward', value: '1', error: null },
  ],
  timeSync: { tools: ['chrony'], enabled: true },
  units: [
    { name: 'auditd.service', enabled: false, active: null, path: '/etc/systemd/system/auditd.service', overrides: [] },
    {
      name: 'chrony.service',
      enabled: true,
      active: null,
      path: '/usr/lib/systemd/system/chrony.service',
      overrides: [],
    },
    {
      name: 'docker.service',
      enabled: true,
      active: null,
      path: '/usr/lib/systemd/system/docker.service',
      overrides: ['/etc/systemd/system/docker.service.d/10.conf'],
    },
    {
      name: 'docker.socket',
      enabled: false,
      active: null,
      path: '/usr/lib/systemd/system/docker.socket',
      overrides: [],
    },
    { name: 'ufw.service', enabled: true, active: null, path: null, overrides: [] },
  ],
  users: [
    {
      name: 'root',
      uid: 0,
      gid: 0,
      home: '/root',
      shell: '/bin/bash',
      password: { locked: false, empty: false, algorithm: 'yescrypt', error: null },
    },
    {
      name: 'me',
      uid: 1000,
      gid: 1000,
      home: '/home/me',
      shell: '/bin/sh',
      password: { locked: true, empty: false, algorithm: 'sha512', error: null },
    },
    {
      name: 'old',
      uid: 1001,
      gid: 1000,
      home: '/',
      shell: '/bin/sh',
      password: { locked: false, empty: false, algorithm: 'md5', error: null },
    },
  ],
  virtualization: 'kvm',
};
