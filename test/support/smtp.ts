/** A mail server in the test process, with every fault as a script, and a bare one that says what a test wants. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { SMTPServer } from 'smtp-server';

/** `450 4.2.1 try later`: code and words. */
export interface Reply {
  code: number;
  text: string;
}

/** What goes wrong in one session; nothing: the message is taken. */
export interface SmtpScript {
  greeting?: Reply;
  mailFrom?: Reply;
  rcpt?(address: string): Reply | null;
  /** `drop`: the connection ends when the message was read and before the answer; `hang`: there is never an answer. */
  data?: Reply | 'drop' | 'hang';
}

export interface SmtpOptions {
  /** A script a session, in order; the last one stays. */
  scripts?: readonly SmtpScript[];
  tls?: 'implicit' | 'starttls' | 'none';
  certificate?: Certificate;
  maximumVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** Who may log in: with a password or a token. */
  login?: { user: string; password?: string; token?: string; refusal?: string };
  /** Largest message, told in the greeting. */
  size?: number;
}

export interface ReceivedMail {
  from: string;
  to: string[];
  bytes: Buffer;
  secure: boolean;
  /** True where the server answered that it took it, or would have. */
  user: string | null;
}

export interface TestSmtp {
  port: number;
  /** Every message whose bytes arrived, accepted or not. */
  received: ReceivedMail[];
  sessions: number;
  close(): Promise<void>;
}

export interface Certificate {
  key: string;
  cert: string;
}

/** A certificate for `localhost` or another name, signed by itself. */
export async function testCertificate(name = 'localhost'): Promise<Certificate> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-certificate-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const names = `subjectAltName=DNS:${name}`;
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const to = ['-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${name}`, '-addext', names];
  await promisify(execFile)('openssl', ['req', '-x509', ...curve, ...to]);
  const made = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  await rm(folder, { recursive: true });
  return made;
}

/** Starts a server on a free port of loopback. */
export async function startSmtp(options: SmtpOptions = {}): Promise<TestSmtp> {
  const { scripts = [{}], tls = 'none', certificate, login, size } = options;
  const received: ReceivedMail[] = [];
  const scriptOf = new Map<string, SmtpScript>();
  const state = { sessions: 0 };
  const fault = ({ code, text }: Reply) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    secure: tls === 'implicit',
    disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(login === undefined ? ['AUTH'] : [])],
    ...(certificate === undefined ? {} : { key: certificate.key, cert: certificate.cert }),
    ...(options.maximumVersion === undefined
      ? {}
      : { maxVersion: options.maximumVersion, minVersion: 'TLSv1' as const }),
    ...(options.maximumVersion === 'TLSv1.1' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    ...(size === undefined ? {} : { size }),
    authMethods: login?.token === undefined ? ['PLAIN', 'LOGIN'] : ['XOAUTH2'],
    allowInsecureAuth: true,
    authOptional: login === undefined,
    disableReverseLookup: true,
    logger: false,
    onConnect(session, done) {
      const script = scripts[Math.min(state.sessions, scripts.length - 1)] ?? {};
      state.sessions += 1;
      scriptOf.set(session.id, script);
      done(script.greeting === undefined ? null : fault(script.greeting));
    },
    onAuth(auth, _session, done) {
      const fits = login?.token === undefined ? auth.password === login?.password : auth.accessToken === login.token;
      if (fits && auth.username === login?.user) return done(null, { user: auth.username });
      return done(fault({ code: 535, text: login?.refusal ?? '5.7.8 these credentials are not known' }));
    },
    onMailFrom(_address, session, done) {
      const reply = scriptOf.get(session.id)?.mailFrom;
      done(reply === undefined ? null : fault(reply));
    },
    onRcptTo(address, session, done) {
      const reply = scriptOf.get(session.id)?.rcpt?.(address.address) ?? null;
      done(reply === null ? null : fault(reply));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          bytes: Buffer.concat(chunks),
          secure: session.secure,
          user: session.user ?? null,
        });
        const data = scriptOf.get(session.id)?.data;
        if (data === 'hang') return;
        if (data === 'drop') {
          for (const connection of server.connections as Set<{ _socket: net.Socket }>) connection._socket.destroy();
        } else done(data === undefined ? null : fault(data), '2.0.0 kept as 4711');
      });
    },
  });
  // Sessions that a test breaks are no errors of the server.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as net.AddressInfo).port,
    received,
    get sessions() {
      return state.sessions;
    },
    close() {
      for (const connection of server.connections as Set<{ _socket: net.Socket }>) connection._socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A server of bare lines: greets, then answers each line with what `answer` says; null: nothing. */
export async function startLines(
  greeting: string | null,
  answer: (line: string, socket: net.Socket) => string | null,
): Promise<{ port: number; lines: string[]; close(): Promise<void> }> {
  const lines: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (greeting !== null) socket.write(`${greeting}\r\n`);
    let rest = '';
    socket.on('data', (chunk) => {
      const parts = `${rest}${chunk.toString('latin1')}`.split('\r\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        const said = answer(line, socket);
        if (said !== null) socket.write(`${said}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as net.AddressInfo).port,
    lines,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
