import { isoTime } from '../iso-time.ts';

/** One execution that the audit daemon recorded. */
export interface AuditRecord {
  /** RFC 3339; null: not readable. */
  at: string | null;
  key: string | null;
  /** The arguments as given, not redacted. */
  args: string[];
  uid: number | null;
}

interface Pending {
  at: string | null;
  key: string | null;
  args: string[];
  title: string[] | null;
  uid: number | null;
}

/**
 * Parses audit.log: records with one serial belong to one event; the arguments come from EXECVE, else from PROCTITLE.
 * Events that ran nothing are left out.
 */
export function parseAuditLog(text: string): AuditRecord[] {
  const events = new Map<string, Pending>();
  for (const line of text.split('\n')) {
    const parts = /^(?:node=\S+ )?type=(\w+) msg=audit\((\d{1,12})\.(\d{1,3}):(\d+)\):(.*)$/.exec(line);
    if (parts === null) continue;
    const [, type, seconds, , serial, rest] = parts;
    const id = `${seconds}:${serial}`;
    const event = events.get(id) ?? {
      at: isoTime(Number(seconds) * 1000),
      key: null,
      args: [],
      title: null,
      uid: null,
    };
    if (type === 'EXECVE') event.args.push(...execArguments(rest ?? ''));
    else if (type === 'PROCTITLE') event.title = titleArguments(rest ?? '');
    else if (type === 'SYSCALL') Object.assign(event, syscallFields(rest ?? ''));
    else continue;
    events.set(id, event);
  }
  return [...events.values()].flatMap(({ title, ...event }) => {
    const args = event.args.length > 0 ? event.args : (title ?? []);
    return args.length === 0 ? [] : [{ ...event, args }];
  });
}

/** `a0="docker" a1=65786563 …`: in quotes as they are, else in hex. */
function execArguments(rest: string): string[] {
  return [...rest.matchAll(/ a\d{1,4}(?:\[\d{1,4}\])?=("[^"]*"|\S+)/g)].map((match) => decodeField(match[1] ?? ''));
}

function titleArguments(rest: string): string[] {
  const value = / proctitle=("[^"]*"|\S+)/.exec(rest)?.[1];
  return value === undefined ? [] : decodeField(value).split('\0');
}

function syscallFields(rest: string): Pick<Pending, 'key' | 'uid'> {
  const key = / key=("[^"]*"|\S+)/.exec(rest)?.[1];
  // The login uid tells who it was, also after sudo.
  const login = / auid=(\d+)/.exec(rest)?.[1];
  const own = / uid=(\d+)/.exec(rest)?.[1];
  const uid = login === undefined || login === '4294967295' ? own : login;
  return {
    key: key === undefined || key === '(null)' ? null : decodeField(key),
    uid: uid === undefined ? null : Number(uid),
  };
}

function decodeField(value: string): string {
  if (value.startsWith('"')) return value.slice(1, -1);
  return /^(?:[0-9A-F]{2})+$/.test(value) ? Buffer.from(value, 'hex').toString('utf8') : value;
}

/** Whether the arguments are `docker exec` (or podman's), or ask for the swarm's unlock key. */
export function isWatchedCommand(args: readonly string[]): boolean {
  const base = (args[0] ?? '').replace(/^.*\//, '');
  if (!/^(?:docker|podman|nerdctl)$/.test(base)) return false;
  return args.includes('exec') || args.some((argument) => argument === 'unlock-key' || argument === 'unlock');
}
