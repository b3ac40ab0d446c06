import type { Secret } from '../config/secret.ts';

/** Fields of a line. Nothing foreign needs care here: every text is redacted before it is written. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Lines for programs: one JSON object a line (pino), on standard error. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Secrets of the configuration in force: they are taken out wherever they occur. */
  hide(secrets: readonly Secret[]): void;
}

export interface LogOptions {
  /** In every line. */
  base: LogFields;
  clock(): Date;
  write(line: string): void;
}

const marker = '***';
const longestText = 4_000;
/** Shorter secrets would take ordinary words out; a server that has one has other troubles. */
const shortestSecret = 4;

/** Opens the log. Redaction here is the last net: secrets are not handed to it in the first place. */
export async function openLog({ base, clock, write }: LogOptions): Promise<Log> {
  const { pino } = await import('pino');
  const { redactText } = await import('../../collectors/index.ts');
  let hidden: string[] = [];
  const logger = pino(
    {
      base: { ...base },
      timestamp: () => `,"time":"${clock().toISOString()}"`,
      messageKey: 'message',
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  );

  function clean(value: unknown): unknown {
    if (typeof value === 'string') {
      const text = hidden.reduce((kept, secret) => kept.replaceAll(secret, marker), value);
      return redactText(text).slice(0, longestText);
    }
    if (Array.isArray(value)) return value.map(clean);
    if (value instanceof Error) return clean(value.message);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, clean(each)]));
  }

  const line = (level: 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) =>
    logger[level](clean(fields ?? {}), clean(message) as string);
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    hide(secrets) {
      const texts = secrets.flatMap((secret) => formsOf(secret.reveal()));
      hidden = texts.filter((text) => text.length >= shortestSecret).toSorted((a, b) => b.length - a.length);
    },
  };
}

function formsOf(secret: string): string[] {
  return [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
}
