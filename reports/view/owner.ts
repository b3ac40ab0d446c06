import { compileGlob, type ResultResource } from '../../engine/index.ts';
import type { ReportOwner } from '../contract.ts';

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

/** The people a resource belongs to, where a label says so. That of the configuration comes first. */
function ownerLabel({ labels }: ResultResource): string | null {
  return labels['plimsoll.owner'] ?? labels['owner'] ?? labels['team'] ?? null;
}

/**
 * Answers who must act on a resource: the owners of the configuration that it belongs to, else whom its labels name.
 * An owner has what carries all of the labels, or has a key that one of the globs fits.
 */
export function ownerFinder(owners: readonly ReportOwner[]): (resource: ResultResource) => string | null {
  const finders = owners.map(({ name, labels, keys }) => ({
    name,
    labels: Object.entries(labels ?? {}),
    keys: (keys ?? []).map(compileGlob),
  }));
  return (resource) => {
    const theirs = finders.filter(({ name, labels, keys }) => {
      const own = (label: string) => (Object.hasOwn(resource.labels, label) ? resource.labels[label] : undefined);
      if (own('plimsoll.owner') === name) return true;
      if (labels.length > 0 && labels.every(([label, value]) => own(label) === value)) return true;
      return keys.some((matches) => matches(resource.key));
    });
    if (theirs.length === 0) return ownerLabel(resource);
    return theirs.map(({ name }) => name).join(', ');
  };
}

/** What a message says of one instance, said of `whom`: so that six instances of a service read as one. */
export function saidOf(resource: ResultResource | undefined, message: string, whom: string): string {
  const name = resource?.name ?? '';
  if (name === '' || name === whom) return message;
  // Whole words only: the container "db" is not the end of "mongodb" and the host "vm" not the start of "vm.swappiness".
  const word = new RegExp(`(?<![\\w./-])${RegExp.escape(name)}(?![\\w/-]|\\.\\w)`, 'gu');
  return message.replaceAll(word, () => whom);
}
