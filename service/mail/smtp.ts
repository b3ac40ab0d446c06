/**
 * Hands a message to the mail server (RFC 5321). What the server said decides: accepted, again later, or never. Fails
 * closed: without the TLS that is configured nothing is sent, no password and no message.
 */
import { type Limits, limitsWith, PlimsollError } from '../../engine/index.ts';
import type { Secret } from '../config/secret.ts';
import { redactedAnswer } from './answer.ts';
import type { TryResult } from './contract.ts';
import { createTokenSource, type TokenSource } from './oauth2.ts';
import type { MailServer } from './server.ts';

type Connection = import('nodemailer/lib/smtp-connection').default;

export interface MailTransport {
  /** One try; the answers are by recipient, in the order of the envelope. Never throws. */
  send(
    message: { envelope: { from: string; to: readonly string[] }; bytes: Uint8Array },
    options: { now: Date; signal: AbortSignal },
  ): Promise<Map<string, TryResult>>;
}

/** A fault of the library, with what the server said. */
interface SmtpFault extends Error {
  code?: string;
  originalCode?: string;
  response?: string;
  responseCode?: number;
  command?: string;
  rejectedErrors?: SmtpFault[];
  recipient?: string;
}

/** Opens a transport. Nothing is connected yet; each try has a connection of its own. */
export function createMailTransport(server: MailServer, limits: Limits = limitsWith()): MailTransport {
  const tokens = createTokenSource();
  return {
    async send({ envelope, bytes }, { now, signal }) {
      const secrets: Secret[] = [];
      const everybody = (result: TryResult) => new Map(envelope.to.map((address) => [address, result]));
      let connection: Connection | null = null;
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.mailMilliseconds)]);
      const onAbort = Promise.withResolvers<never>();
      onAbort.promise.catch(() => undefined);
      deadline.addEventListener('abort', () =>
        onAbort.reject(new Error('stopped, or longer than the limit mailMilliseconds')),
      );
      try {
        deadline.throwIfAborted();
        const { default: SmtpConnection } = await import('nodemailer/lib/smtp-connection');
        connection = new SmtpConnection(connectionOptions(server, limits));
        const session = transfer(connection, server, { envelope, bytes, tokens, now, signal: deadline, secrets });
        const outcome = await Promise.race([session, onAbort.promise]);
        session.catch(() => undefined);
        return await answersOf(outcome, envelope.to, secrets);
      } catch (error) {
        const fault = error as SmtpFault;
        if (fault.code === 'EAUTH') tokens.forget();
        const rejected = fault.rejectedErrors ?? [];
        if (rejected.length > 0) return answersOf({ accepted: [], response: '', rejected }, envelope.to, secrets);
        return everybody(await resultOf(fault, secretsOf(server, secrets)));
      } finally {
        connection?.close();
      }
    },
  };
}

function connectionOptions(
  server: MailServer,
  limits: Limits,
): import('nodemailer/lib/smtp-connection').SMTPConnectionOptions {
  return {
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'off',
    opportunisticTLS: false,
    tls: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(server.ca === null ? {} : { ca: server.ca }),
    },
    // Some servers refuse a name without a dot; the sender's domain is never wrong.
    name: server.from.address.slice(server.from.address.lastIndexOf('@') + 1),
    connectionTimeout: limits.mailConnectMilliseconds,
    greetingTimeout: limits.mailConnectMilliseconds,
    dnsTimeout: limits.mailConnectMilliseconds,
    socketTimeout: limits.mailSilenceMilliseconds,
    socketCloseTimeout: 1_000,
    maxResponseSize: limits.webhookAnswerBytes,
    logger: false,
    debug: false,
  };
}

interface Session {
  envelope: { from: string; to: readonly string[] };
  bytes: Uint8Array;
  tokens: TokenSource;
  now: Date;
  signal: AbortSignal;
  /** Tokens fetched on the way are added, so that they are taken out of every answer. */
  secrets: Secret[];
}

interface Transferred {
  accepted: string[];
  response: string;
  rejected: SmtpFault[];
}

async function transfer(connection: Connection, server: MailServer, session: Session): Promise<Transferred> {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  connection.on('error', (error: Error) => broken.reject(error));
  connection.on('end', () => broken.reject(new Error('the connection ended')));
  const step = <T>(work: (done: (error?: Error | null, value?: T) => void) => void) =>
    Promise.race([
      broken.promise,
      new Promise<T>((resolve, reject) => work((error, value) => (error ? reject(error) : resolve(value as T)))),
    ]);
  await step<void>((done) => connection.connect((error) => done(error)));
  if (server.login !== null) {
    const auth = await credentials(server.login, session);
    await step<boolean | undefined>((done) => connection.login(auth, done));
  }
  const { envelope, bytes } = session;
  const sent = await step<import('nodemailer/lib/smtp-connection').SMTPConnectionSendInfo>((done) =>
    connection.send({ from: envelope.from, to: [...envelope.to], size: bytes.length }, Buffer.from(bytes), done),
  );
  connection.quit();
  return { accepted: sent.accepted, response: sent.response, rejected: (sent.rejectedErrors ?? []) as SmtpFault[] };
}

async function credentials(
  login: NonNullable<MailServer['login']>,
  { tokens, now, signal, secrets }: Session,
): Promise<import('nodemailer/lib/smtp-connection').SMTPConnectionAuth> {
  if (login.kind === 'password') return { user: login.user, pass: login.password.reveal() };
  const token = await tokens.token(login, now, signal);
  secrets.push(token);
  const { default: XOAuth2 } = await import('nodemailer/lib/xoauth2');
  return {
    user: login.user,
    method: 'XOAUTH2',
    oauth2: new XOAuth2({ user: login.user, accessToken: token.reveal() }),
  };
}

async function answersOf(
  { accepted, response, rejected }: Transferred,
  recipients: readonly string[],
  secrets: readonly Secret[],
): Promise<Map<string, TryResult>> {
  const answers = new Map<string, TryResult>();
  for (const address of recipients) {
    const fault = rejected.find((each) => each.recipient === address);
    if (accepted.includes(address)) {
      answers.set(address, { outcome: 'accepted', answer: await redactedAnswer(response, secrets) });
    } else if (fault !== undefined) answers.set(address, await resultOf(fault, secrets));
    else answers.set(address, { outcome: 'again', answer: 'the server said nothing about this recipient' });
  }
  return answers;
}

function secretsOf({ login }: MailServer, fetched: readonly Secret[]): (Secret | null)[] {
  if (login === null) return [...fetched];
  if (login.kind === 'password') return [login.password, ...fetched];
  return [login.clientSecret, login.refreshToken, ...fetched];
}

/**
 * 4xx: again. 5xx about the sender, the recipient or the message: never. Everything before that (greeting, TLS, log-in)
 * says nothing about the message, and a password that was changed too late must not lose reports: again.
 */
async function resultOf(fault: SmtpFault, secrets: readonly (Secret | null)[]): Promise<TryResult> {
  const { response, responseCode = 0, command = '' } = fault;
  const about = /^(MAIL FROM|RCPT TO|DATA)/.test(command);
  const words = response ?? (fault instanceof PlimsollError ? fault.message : faultInWords(fault));
  const answer = await redactedAnswer(words, secrets);
  // Refused by our side before anything was sent: the server's greeting names a smaller size.
  const tooLargeHere = fault.code === 'EMESSAGE' && responseCode === 0 && command === 'MAIL FROM';
  if (tooLargeHere) return { outcome: 'never', answer, tooLarge: true };
  if (!about || responseCode < 500) return { outcome: 'again', answer };
  // 552 says "too large" of a message and "mailbox full" of a recipient (RFC 3463: 5.3.4 and 5.2.2).
  const tooLarge = responseCode === 552 && !command.startsWith('RCPT') && !/\b5\.2\.2\b/.test(words);
  return { outcome: 'never', answer, ...(tooLarge ? { tooLarge } : {}) };
}

function faultInWords({ code = '', originalCode, message }: SmtpFault): string {
  const also = originalCode === undefined || originalCode === code ? '' : ` ${originalCode}`;
  return `${message}${code === '' ? '' : ` (${code}${also})`}`;
}
