import type { Facts } from '../../engine/index.ts';
import type { Attempt } from './facts.ts';
import { attempt, forEachLimited, pathOf, type Session } from './session.ts';
import {
  at,
  flagOf,
  type Json,
  objectOf,
  sortedBy,
  textOf,
  textOrNull,
  timeOf,
  timeOfSeconds,
  Unreadable,
} from './shape.ts';

type ExecEvent = Facts<'engine'>['execEvents'][number];

/** An engine keeps its last 256 events; one that sends more than this is not believed. */
const maximumEvents = 10_000;

/**
 * Exec events the engine still has, oldest first; those of healthchecks, which the engine runs itself, are left out.
 * The end of the period is the engine's own clock: a moment in its future would be waited for.
 */
export async function readExecEvents(
  session: Session,
  info: Attempt<Json>,
  healthCommands: ReadonlyMap<string, string>,
): Promise<ExecEvent[]> {
  if (!('value' in info)) throw new Unreadable(info.code, 'the clock of the engine was not read');
  const filters = JSON.stringify({ type: ['container'], event: ['exec_create'] });
  const query = { since: '0', until: engineClock(textOf(info.value['SystemTime'])), filters };
  const answers = (await session.client.getStream('/events', query)).map(objectOf);
  if (answers.length > maximumEvents) throw new Unreadable('limit', 'too many events');
  const events = answers.filter((event) => isByPeople(event, healthCommands));
  const sessions = await readSessions(session, events);
  return sortedBy(
    events.map((event) => execEventOf(event, sessions)),
    (event) => event.at ?? '',
  );
}

/** The engine's time as seconds and nanoseconds since 1970: `1700000000.000000001`. */
function engineClock(systemTime: string): string {
  const time = timeOf(systemTime);
  if (time === null) throw new Unreadable('not-supported', 'the engine does not say its time');
  const fraction = /\.(\d+)Z$/.exec(time)?.[1] ?? '';
  return `${Math.floor(Date.parse(time) / 1000)}.${fraction.padEnd(9, '0')}`;
}

/** `exec_create: COMMAND`; engines of API 1.24 say it in `status`. */
function isByPeople(event: Json, healthCommands: ReadonlyMap<string, string>): boolean {
  const action = textOf(event['Action']) || textOf(event['status']);
  if (!action.startsWith('exec_create')) return false;
  const command = action.replace(/^exec_create:?/, '').trim();
  const healthCommand = healthCommands.get(containerIdOf(event)) ?? '';
  return healthCommand === '' || (command !== healthCommand && !command.endsWith(` -c ${healthCommand}`));
}

async function readSessions(session: Session, events: readonly Json[]): Promise<ReadonlyMap<string, Attempt<Json>>> {
  const ids = new Set(events.map(execIdOf).filter((id) => id !== ''));
  const sessions = new Map<string, Attempt<Json>>();
  await forEachLimited([...ids], session.context.limits.apiConcurrency, async (id) => {
    sessions.set(id, await attempt(async () => objectOf(await session.client.get(pathOf`/exec/${id}/json`))));
  });
  return sessions;
}

function containerIdOf(event: Json): string {
  return textOf(at(event, 'Actor')['ID']) || textOf(event['id']);
}

function execIdOf(event: Json): string {
  return textOf(at(event, 'Actor.Attributes')['execID']);
}

function execEventOf(event: Json, sessions: ReadonlyMap<string, Attempt<Json>>): ExecEvent {
  const container = textOf(at(event, 'Actor.Attributes')['name']) || containerIdOf(event);
  const time = timeOfSeconds(event['time']);
  const known = sessions.get(execIdOf(event)) ?? { code: 'not-supported' as const };
  if (!('value' in known)) return { container, user: null, privileged: null, at: time, error: known.code };
  const command = at(known.value, 'ProcessConfig');
  return {
    container,
    user: textOrNull(command['user']),
    privileged: flagOf(command['privileged']),
    at: time,
    error: null,
  };
}
