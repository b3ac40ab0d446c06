import type { Dockerd } from '../support/dockerd.ts';
import { buildImage } from '../support/images.ts';

/** What a container that is set up with care looks like on the command line. */
const careful = [
  ...['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--memory=64m', '--pids-limit=50'],
  ...['--network=none', '--restart=on-failure:5'],
];

/**
 * Containers with planted faults beside three that are set up as nginx, PostgreSQL and traefik should be.
 * They are created and not started: what could be started is judged too.
 */
export async function plantContainers(daemon: Dockerd): Promise<void> {
  await buildImage(daemon, 'shop/web:2.4.1', ['ENV API_TOKEN=planted-in-image', 'CMD ["sh"]']);
  await buildImage(daemon, 'shop/proxy:1.27.0', ['USER 101:101', 'HEALTHCHECK CMD ["true"]', 'CMD ["sh"]']);
  const create = (...args: string[]) => daemon.docker('create', ...args);
  await create('--name=privileged', '--privileged', 'shop/web:2.4.1');
  await create('--name=ci-runner', '--volume', `${daemon.socket}:/var/run/docker.sock`, 'shop/proxy:1.27.0');
  await create(
    '--name=host-namespaces',
    '--pid=host',
    '--ipc=host',
    '--network=host',
    '--uts=host',
    'shop/proxy:1.27.0',
  );
  await create('--name=capabilities', '--cap-add=SYS_ADMIN', '--cap-add=NET_RAW', ...careful, 'shop/proxy:1.27.0');
  await create(
    '--name=unconfined',
    '--security-opt=seccomp=unconfined',
    '--security-opt=systempaths=unconfined',
    'shop/proxy:1.27.0',
  );
  await create('--name=mounts', '--volume=/etc:/host-etc', '--volume=/:/host:ro', ...careful, 'shop/proxy:1.27.0');
  await create('--name=secrets', '--env=DB_PASSWORD=planted-in-env', ...careful, 'shop/proxy:1.27.0');
  await create('--name=ports', '--publish=8080:80', '--publish=127.0.0.1:8443:443', 'shop/proxy:1.27.0');
  await daemon.docker('tag', 'shop/proxy:1.27.0', 'shop/floating:latest');
  await create('--name=floating', ...careful, 'shop/floating:latest');
  await create(
    '--name=nginx-like',
    '--cap-add=NET_BIND_SERVICE',
    '--tmpfs=/var/cache/nginx',
    ...careful,
    'shop/proxy:1.27.0',
  );
  await daemon.docker('volume', 'create', 'pgdata');
  await create(
    '--name=postgres-like',
    '--user=999:999',
    '--volume=pgdata:/var/lib/postgresql/data',
    '--env=PGDATA=/var/lib/postgresql/data',
    ...careful,
    'shop/proxy:1.27.0',
  );
  await create(
    '--name=traefik-like',
    '--user=65532',
    '--volume=/srv/traefik/traefik.yaml:/etc/traefik/traefik.yaml:ro',
    ...careful,
    'shop/proxy:1.27.0',
  );
}
