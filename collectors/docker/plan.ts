import type { PlanContext, PlannedRead, Target } from '../contract.ts';

/** Every request the collector can make, and what for. */
const requests: readonly { path: string; why: string }[] = [
  { path: '/version', why: 'version of the engine and of its API' },
  { path: '/info', why: 'settings of the engine; what it applies to containers' },
  { path: '/containers/json?all=1', why: 'which containers there are' },
  { path: '/containers/{id}/json', why: 'settings of each container' },
  { path: '/containers/{id}/top?ps_args=-eo pid,uid,args', why: 'processes of each running container' },
  { path: '/exec/{id}/json', why: 'user and rights of exec sessions' },
  { path: '/images/json', why: 'which images there are' },
  { path: '/images/{id}/json', why: 'settings of each image' },
  { path: '/images/{id}/history', why: 'build steps of each image' },
  { path: '/networks', why: 'settings of networks' },
  { path: '/volumes', why: 'settings of volumes' },
  { path: '/events?since&until&filters=exec_create', why: 'exec events the engine still has' },
  { path: '/swarm', why: 'settings of the swarm; on a manager only' },
  { path: '/services', why: 'settings of swarm services; on a manager only' },
  { path: '/nodes', why: 'nodes of the swarm; on a manager only' },
  { path: '/secrets', why: 'how many secrets there are, never what is in them; on a manager only' },
];

/** What is asked besides where images are opened. */
const deepRequests: typeof requests = [
  {
    path: '/images/{id}/get',
    why: 'layers of the images that containers are made from, where they are not known from an earlier run',
  },
];

/** What is read of the machine where the engine's socket is local. */
const files: readonly { name: string; why: string }[] = [
  { name: '/proc/*/{comm,cmdline,status,limits}', why: 'arguments of the daemon' },
  { name: '/proc/{PID}/net/unix, /proc/{PID}/fd', why: 'which daemon serves the socket' },
  { name: '/etc/docker/daemon.json', why: 'configuration of the daemon, or the file it names instead' },
  { name: '/etc/systemd/system, /lib/systemd/system docker.socket', why: 'addresses that systemd opens for it' },
  { name: '/etc/passwd, /etc/group', why: 'owners of sockets and files' },
  { name: '/proc/self/mountinfo', why: 'whether the data root is a mount of its own' },
];

/** Every request and file that an audit of the target may read, for `--dry-run`. Reads nothing itself. */
export function planDocker(target: Target, context: PlanContext): PlannedRead[] {
  const opened = context.deep === true ? [...requests, ...deepRequests] : requests;
  const planned: PlannedRead[] = opened.map(({ path, why }) => ({ what: 'api', name: `GET ${path}`, why }));
  const address = target.address || context.environment['DOCKER_HOST'] || 'unix://';
  if (!address.startsWith('unix://')) return planned;
  return [...planned, ...files.map(({ name, why }): PlannedRead => ({ what: 'file', name, why }))];
}
