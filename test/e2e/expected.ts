/** What a container has that was created with nothing but an image. */
const bare = ['container-memory-limit', 'container-no-new-privileges', 'container-pids-limit'];

/** Findings on containers and images of the planted engine, by resource, in alphabetical order. */
const planted: Record<string, string[]> = {
  'container capabilities': ['container-host-control-capabilities [SYS_ADMIN]'],
  'container ci-runner': ['container-docker-socket-mount [/var/run/docker.sock]', ...bare],
  'container floating': ['container-image-pinned'],
  'container host-namespaces': [
    'container-host-ipc',
    'container-host-network',
    'container-host-pid',
    'container-host-uts',
    ...bare,
  ],
  'container mounts': ['container-docker-socket-mount [/host]', 'container-sensitive-host-mounts [/host-etc]'],
  'container nginx-like': [],
  'container ports': [...bare, 'container-port-host-interface [8080/tcp]'],
  'container postgres-like': [],
  'container privileged': [
    ...bare,
    'container-no-secrets-in-env [API_TOKEN]',
    'container-privileged',
    'container-runs-as-non-root',
    'container-seccomp-unconfined',
  ],
  'container secrets': ['container-no-secrets-in-env [DB_PASSWORD]'],
  'container traefik-like': [],
  'container unconfined': [...bare, 'container-seccomp-unconfined', 'container-system-paths-unconfined'],
  'image shop/web:2.4.1': ['image-no-secrets-in-env [API_TOKEN]', 'image-runs-as-non-root'],
};

/**
 * The expectation on an engine whose containers share the host's control groups by default (cgroup version 1) or not.
 * Resources without findings are left out.
 */
export function expectedFindings(sharedCgroups: boolean): Record<string, string[]> {
  const entries = Object.entries(planted).map(([name, findings]) => {
    const shared = sharedCgroups && name.startsWith('container ') ? ['container-host-cgroupns'] : [];
    return [name, [...findings, ...shared].sort()] as const;
  });
  return Object.fromEntries(entries.filter(([, findings]) => findings.length > 0));
}
