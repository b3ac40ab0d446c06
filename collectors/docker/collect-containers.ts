import type { Facts } from '../../engine/index.ts';
import { redactLabels, redactText } from '../redact.ts';
import type { ImageShelf } from './collect-images.ts';
import type { HostView } from './engine-host.ts';
import { engineViewOf } from './engine-view.ts';
import type { Attempt } from './facts.ts';
import { containerFacts, labelsOf } from './facts-container.ts';
import type { VolumeView } from './facts-mounts.ts';
import { networkViewOf, volumeViewOf } from './facts-network.ts';
import type { NetworkView } from './facts-ports.ts';
import { servicePolicyOf } from './facts-swarm.ts';
import { containerKey } from './keys.ts';
import { countList, type ListedContainer, type Lists } from './lists.ts';
import { attempt, attemptBeside, failureFrom, forEachLimited, hand, pathOf, type Session } from './session.ts';
import { at, flagOf, type Json, listOf, objectOf, textOf, textOrNull, textsOf } from './shape.ts';

type ContainerFacts = Facts<'container'>;

/** What the engine's own resource needs of the containers. */
export interface ContainersSeen {
  /** Command of the healthcheck by container id, to tell its exec events from those of people. */
  healthCommands: ReadonlyMap<string, string>;
}

/** Hands every container over, running or not, each with what rules need from elsewhere. */
export async function collectContainers(
  session: Session,
  lists: Lists,
  images: ImageShelf,
  engine: { host: Promise<HostView>; runtime: string },
): Promise<ContainersSeen> {
  const healthCommands = new Map<string, string>();
  const containers = countList(session, 'container', lists.containers);
  // Needed when the first container has been read: until then the engine answers while the machine is looked through.
  const sharing = engine.host.then((host) => sharedJoins(lists, host));
  sharing.catch(() => undefined);
  const { runtime } = engine;
  let done = 0;

  async function collectOne(listed: ListedContainer): Promise<void> {
    try {
      const inspect = objectOf(await session.client.get(pathOf`/containers/${listed.id}/json`));
      const labels = await attempt(async () => labelsOf(at(inspect, 'Config')));
      const plain = 'value' in labels ? labels.value : {};
      const [image, execSessions, processes] = await Promise.all([
        images.view(textOf(inspect['Image'])),
        readExecSessions(session, listed.id, inspect),
        readProcesses(session, listed.id, inspect),
      ]);
      const shared = await sharing;
      const serviceRestartPolicy = servicePolicyFor(plain, shared.policies);
      healthCommands.set(listed.id, healthCommandOf(inspect));
      const sheet = containerFacts(inspect, {
        ...shared,
        runtime,
        image,
        execSessions,
        processes,
        serviceRestartPolicy,
      });
      const name = textOf(inspect['Name']).replace(/^\//, '') || listed.name;
      const key = containerKey(name, plain, sheet.facts);
      await hand(session, 'container', { key, id: listed.id, name, labels: redactLabels(plain) }, sheet);
    } catch (error) {
      const failure = failureFrom(error);
      if (failure.status === 404) session.coverage.wentAway('container', listed.id, listed.name);
      else session.coverage.unseen('container', { id: listed.id, name: listed.name }, failure);
    }
  }

  await forEachLimited(containers, session.context.limits.apiConcurrency, async (container) => {
    await collectOne(container);
    session.context.progress('containers', ++done, containers.length);
  });
  return { healthCommands };
}

interface SharedJoins {
  networks: Attempt<ReadonlyMap<string, NetworkView>>;
  volumes: Attempt<ReadonlyMap<string, VolumeView>>;
  engine: Attempt<ReturnType<typeof engineViewOf>>;
  policies: Attempt<ReadonlyMap<string, ContainerFacts['serviceRestartPolicy']>>;
}

/** What all containers share, joined once. */
async function sharedJoins(lists: Lists, host: HostView): Promise<SharedJoins> {
  const { networks, volumes, services, info } = lists;
  return {
    networks: await joined(networks, (items) => new Map(items.map(networkViewOf).flatMap(byIdAndName))),
    volumes: await joined(volumes, (items) => new Map(items.map((item) => [textOf(item['Name']), volumeViewOf(item)]))),
    engine: await joined(info, (value) => engineViewOf(value, host)),
    policies: await joined(
      services,
      (items) => new Map(items.map((item) => [textOf(item['ID']), servicePolicyOf(item)])),
    ),
  };
}

function byIdAndName(network: NetworkView): [string, NetworkView][] {
  return [
    [network.id, network],
    [network.name, network],
  ];
}

async function joined<T, U>(list: Attempt<T>, join: (value: T) => U): Promise<Attempt<U>> {
  return 'value' in list ? attempt(async () => join(list.value)) : { code: list.code };
}

/** A task's restart policy is that of its service, which only a manager can tell. */
function servicePolicyFor(
  labels: Readonly<Record<string, string>>,
  policies: SharedJoins['policies'],
): Attempt<ContainerFacts['serviceRestartPolicy']> {
  const service = labels['com.docker.swarm.service.id'];
  if (!service) return { value: null };
  if (!('value' in policies)) return { code: policies.code === 'not-requested' ? 'not-supported' : policies.code };
  return policies.value.has(service) ? { value: policies.value.get(service) ?? null } : { code: 'vanished' };
}

/** Sessions that ended meanwhile are no longer known, which is no failure. */
async function readExecSessions(
  session: Session,
  id: string,
  inspect: Json,
): Promise<Attempt<ContainerFacts['execSessions']>> {
  const beside = { kind: 'container', what: 'the exec sessions', subject: id } as const;
  return attemptBeside(session, beside, async () => {
    const sessions: ContainerFacts['execSessions'] = [];
    for (const execId of textsOf(inspect['ExecIDs']).sort()) {
      const answer = await attempt(() => session.client.get(pathOf`/exec/${execId}/json`));
      if (answer.failure?.status === 404) continue;
      if (answer.failure !== undefined) throw answer.failure;
      if ('value' in answer) sessions.push(execSessionOf(objectOf(answer.value)));
    }
    return sessions;
  });
}

function execSessionOf(exec: Json): ContainerFacts['execSessions'][number] {
  const command = at(exec, 'ProcessConfig');
  return {
    user: textOrNull(command['user']),
    privileged: flagOf(command['privileged']),
    running: flagOf(exec['Running']),
  };
}

/** One that stopped meanwhile (409, and 500 on old engines) has no processes. */
async function readProcesses(
  session: Session,
  id: string,
  inspect: Json,
): Promise<Attempt<ContainerFacts['processes']>> {
  if (!isRunning(inspect)) return { value: null };
  const beside = { kind: 'container', what: 'the processes', subject: id } as const;
  return attemptBeside(session, beside, async () => {
    const top = await attempt(() => session.client.get(pathOf`/containers/${id}/top`, { ps_args: '-eo pid,uid,args' }));
    if ('value' in top) return processesOf(objectOf(top.value));
    if (top.failure?.status === 409 || /is not running/.test(top.failure?.message ?? '')) return null;
    throw top.failure ?? new Error('no failure');
  });
}

function isRunning(inspect: Json): boolean {
  const state = at(inspect, 'State');
  return state['Running'] === true && state['Restarting'] !== true;
}

/** Rows under titles: the columns are found by name, since engines may add their own. */
function processesOf(top: Json): ContainerFacts['processes'] {
  const titles = textsOf(top['Titles']).map((title) => title.toUpperCase());
  const column = (...names: string[]) => titles.findIndex((title) => names.includes(title));
  const [pid, user, command] = [column('PID'), column('UID', 'USER'), column('COMMAND', 'CMD', 'ARGS')];
  const processes = listOf(top['Processes']).map((row) => {
    const cells = textsOf(row);
    return {
      pid: Number(cells[pid] ?? 0) || 0,
      user: cells[user] ?? '',
      command: redactText(cells.slice(command).join(' ')),
    };
  });
  return processes.sort((one, other) => one.pid - other.pid);
}

/** The healthcheck as the engine runs it. */
function healthCommandOf(inspect: Json): string {
  const test = at(inspect, 'Config.Healthcheck')['Test'];
  return Array.isArray(test) ? test.slice(1).join(' ').trim() : '';
}
