/** Containers, images and networks planted in a private engine, good and bad ones. */
import { type Dockerd, words } from '../../support/dockerd.ts';
import { buildImage } from '../../support/images.ts';

/** Plants everything that the expectations in `expected.ts` describe. */
export async function plant(daemon: Dockerd): Promise<void> {
  await buildImage(daemon, 'shop/web:1', [
    'ENV GREETING=hello API_TOKEN=not-for-anyone',
    'LABEL team=shop',
    'EXPOSE 8080',
    'HEALTHCHECK CMD ["true"]',
    'USER 1000:1000',
    'CMD ["sleep", "600"]',
  ]);
  await daemon.docker('tag', 'shop/web:1', 'shop/web:stable');
  await daemon.docker('network', 'create', '--internal', '--subnet', '10.99.7.0/24', 'inside');
  await daemon.docker('volume', 'create', '--label', 'team=shop', 'data');
  await daemon.docker(...volumeWithOptions);
  await daemon.docker('run', '--detach', ...good);
  await daemon.docker('create', '--gpus=all', '--device-cgroup-rule=c 189:* rwm', ...bad);
  await daemon.docker('create', ...open);
  await daemon.docker('exec', '--detach', '--user', '7', 'shop-web-1', 'sleep', '500');
}

const volumeWithOptions = words('volume create --driver local --opt type=none --opt o=bind --opt device=/srv srv');

const good = words(`
  --name shop-web-1 --health-interval 1h --network inside --cap-drop ALL --cap-add net_bind_service --read-only --tmpfs /tmp:rw,noexec
  --security-opt no-new-privileges --init=false --memory 64m --cpus 0.5 --pids-limit 50 --ulimit nofile=1024:2048
  --restart on-failure:5 --log-opt max-size=10m --volume data:/data:ro --sysctl net.ipv4.ip_unprivileged_port_start=0
  --label com.docker.compose.project=shop --label com.docker.compose.service=web
  --label com.docker.compose.container-number=1
  shop/web:1
`);

const bad = words(`
  --name bad --privileged --user 0 --network host --pid host --ipc host --uts host --userns host --cgroupns host
  --cap-add ALL --restart always --security-opt seccomp=unconfined --security-opt apparmor=unconfined
  --volume /:/host --device /dev/null:/dev/nothing:r --no-healthcheck --env PASSWORD=x --oom-score-adj -500
  --cgroup-parent /elsewhere --memory-swap -1 --cpu-quota 150000
  shop/web:1 server --password never-shown
`);

const open = words(`
  --name brave_lovelace --publish-all --network inside --publish 80:8080 --publish 127.0.0.1:8443:443 --publish 53:53/udp
  --security-opt systempaths=unconfined --security-opt no-new-privileges:false --volume srv:/srv --group-add 44
  shop/web:1
`);
