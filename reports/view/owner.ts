import type { ResultResource } from '../../engine/index.ts';

/** What a person would name: a Compose service rather than its six containers. */
export interface Owner {
  /** Sort of thing a person changes. */
  sort: 'compose-service' | 'swarm-service' | 'workload' | 'resource';
  name: string;
  /** Project, stack or namespace; null where there is none. */
  project: string | null;
}

/** The owner of a resource by the labels that orchestrators set. Its strings are foreign. */
export function ownerOf(resource: ResultResource): Owner {
  const { labels } = resource;
  const project = labels['com.docker.compose.project'];
  const service = labels['com.docker.compose.service'];
  if (project !== undefined && service !== undefined) {
    return { sort: 'compose-service', name: `${project}/${service}`, project };
  }
  const swarm = labels['com.docker.swarm.service.name'];
  if (swarm !== undefined) {
    return { sort: 'swarm-service', name: swarm, project: labels['com.docker.stack.namespace'] ?? null };
  }
  const namespace = labels['io.kubernetes.pod.namespace'];
  const container = labels['io.kubernetes.container.name'];
  if (namespace !== undefined && container !== undefined) {
    return { sort: 'workload', name: `${namespace}/${container}`, project: namespace };
  }
  return { sort: 'resource', name: resource.name, project: null };
}

/** The people a resource belongs to, where a label says so. */
export function ownerLabel(resource: ResultResource): string | null {
  return resource.labels['owner'] ?? resource.labels['team'] ?? null;
}

/** What a message says of one instance, said of `whom`: so that six instances of a service read as one. */
export function saidOf(resource: ResultResource | undefined, message: string, whom: string): string {
  const name = resource?.name ?? '';
  if (name === '' || name === whom) return message;
  // Whole words only: the container "db" is not the end of "mongodb" and the host "vm" not the start of "vm.swappiness".
  const word = new RegExp(`(?<![\\w./-])${RegExp.escape(name)}(?![\\w/-]|\\.\\w)`, 'gu');
  return message.replaceAll(word, () => whom);
}
