import { type KindName, PlimsollError, type Problem } from '../../engine/index.ts';
import type { CollectContext, CollectSummary } from '../contract.ts';
import { redactText } from '../redact.ts';
import { ApiFailure } from './api-failure.ts';
import { type Client, connect } from './client.ts';
import { collectContainers } from './collect-containers.ts';
import { collectEngine } from './collect-engine.ts';
import { newImageShelf } from './collect-images.ts';
import { collectNetworks, collectVolumes } from './collect-networks.ts';
import { collectSwarm } from './collect-swarm.ts';
import { type Coverage, newCoverage } from './coverage.ts';
import { EndpointError, resolveEndpoint } from './endpoint.ts';
import { type HostView, readHostView } from './engine-host.ts';
import { runtimeOf } from './facts-engine.ts';
import { readLists } from './lists.ts';
import type { Session } from './session.ts';
import { objectOf, textOf } from './shape.ts';

/** Kinds of a Docker engine; `dockerfile` only where its images are opened. */
export const dockerKinds: readonly KindName[] = [
  'engine',
  'container',
  'image',
  'network',
  'volume',
  'swarm',
  'swarm-service',
  'swarm-node',
  'dockerfile',
];

/**
 * Reads one engine. What could not be read is in the summary and never thrown.
 * @throws PlimsollError of `emit`, where what was read cannot be written.
 */
export async function collectDocker(context: CollectContext): Promise<CollectSummary> {
  const kinds = dockerKinds.filter((kind) => kind !== 'dockerfile' || context.deep);
  const coverage = newCoverage(kinds, context.kinds);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), context.limits.targetMilliseconds);
  const signal = AbortSignal.any([context.signal, deadline.signal]);
  try {
    const endpoint = await resolveEndpoint(dockerAddress(context.target.uri), context.environment);
    const client = await connect(endpoint, { limits: context.limits, signal });
    try {
      const session: Session = { client, coverage, context, wants: (kind) => context.kinds.has(kind) };
      const host = readHostView(endpoint, context.limits, signal);
      // Whoever awaits it hears of its fault; until then it must not count as unheard.
      host.catch(() => {});
      const found = await collectAll(session, client, host);
      if (signal.aborted) coverage.problem(endedEarly(context, deadline.signal.aborted));
      return summaryOf(context, coverage, found);
    } finally {
      client.close();
    }
  } catch (error) {
    // What cannot be written down is no fault of the engine, and not ours to keep quiet about.
    if (error instanceof PlimsollError) throw error;
    for (const kind of context.kinds) if (kinds.includes(kind)) coverage.failed(kind, connectionFailure(error));
    return failedSummary(context, coverage, connectionFailure(error));
  } finally {
    clearTimeout(timer);
  }
}

/** The address in a target's text: what follows `docker:`. */
function dockerAddress(uri: string): string {
  return uri.startsWith('docker:') ? uri.slice('docker:'.length) : '';
}

/** Reads everything; resolves with the engine's own name and what it is. */
async function collectAll(
  session: Session,
  client: Client & { version: unknown },
  hostView: Promise<HostView>,
): Promise<{ name: string; about: string }> {
  const lists = await readLists(session);
  const images = newImageShelf(session, lists);
  const version = objectOf(client.version);
  // Looking through the processes of the machine takes as long as all of this: both at the same time.
  const reading = images
    .collect()
    .then(() => collectContainers(session, lists, images, { host: hostView, runtime: runtimeOf(version) }));
  const [host, containers] = await Promise.all([hostView, reading]);
  await collectNetworks(session, lists);
  await collectVolumes(session, lists);
  await collectSwarm(session, lists);
  await collectEngine(session, { lists, host, version, containers });
  const product = runtimeOf(version) === 'podman' ? 'Podman' : 'Docker';
  const name = 'value' in lists.info ? textOf(lists.info.value['Name']) : '';
  return { name, about: `${product} ${textOf(version['Version'])}`.trim() };
}

function summaryOf(
  context: CollectContext,
  coverage: Coverage,
  { name, about }: { name: string; about: string },
): CollectSummary {
  const kinds = coverage.kinds();
  const wanted = Object.values(kinds).filter((kind) => kind.status !== 'not-requested');
  const seen = wanted.some((kind) => kind.seen > 0);
  const complete = wanted.every((kind) => kind.status === 'complete');
  const problems = coverage.problems();
  const denied = problems.some((problem) => problem.code === 'permission-denied');
  return {
    name: context.target.name ?? (name || 'docker'),
    about,
    status: complete ? 'collected' : seen ? 'partial' : 'failed',
    kinds,
    problems,
    phrase: phraseOf(kinds),
    advice: denied && !complete ? 'give the user of the audit the right to read what was refused' : null,
  };
}

function phraseOf(kinds: CollectSummary['kinds']): string {
  const counted = (['container', 'image', 'network'] as const).map((kind) => {
    const seen = kinds[kind]?.seen ?? 0;
    return `${seen} ${kind}${seen === 1 ? '' : 's'}`;
  });
  return counted.join(', ');
}

function connectionFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  if (error instanceof EndpointError) return new ApiFailure('not-supported', error.message);
  const message = error instanceof Error ? error.message : String(error);
  return new ApiFailure('parse-error', `Plimsoll itself is at fault: ${message}`, { cause: error });
}

function failedSummary(context: CollectContext, coverage: Coverage, failure: ApiFailure): CollectSummary {
  const refused = failure.code === 'permission-denied' && failure.status === null;
  // Where the operating system refuses, it is the socket's own mode, and only two things help.
  const isSocket = refused && !/^(tcp|https?|ssh):/.test(context.target.address);
  const right = isSocket ? '; it takes root, or the group that owns the socket (usually docker)' : '';
  return {
    name: context.target.name ?? 'docker',
    status: 'failed',
    kinds: coverage.kinds(),
    problems: [{ code: failure.code, message: `the engine could not be read: ${redactText(failure.message)}${right}` }],
    phrase: 'not read',
    advice: isSocket ? 'sudo plimsoll audit' : null,
  };
}

/** Why the collection was ended before it was done: whoever called may keep the limit of the target too. */
function endedEarly(context: CollectContext, ours: boolean): Problem {
  const reason: unknown = context.signal.reason;
  const seconds = Math.round(context.limits.targetMilliseconds / 1000);
  if (ours || (reason instanceof DOMException && reason.name === 'TimeoutError')) {
    return { code: 'timeout', message: `the engine was not read within ${seconds} s`, limit: 'targetMilliseconds' };
  }
  return { code: 'timeout', message: 'the collection was ended from outside' };
}
