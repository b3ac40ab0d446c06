/** Debian's postfix with its own configuration, queue and port, delivering into a Maildir: one true mail server. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from './smtp.ts';

export interface TestPostfix {
  port: number;
  /** Waits for a message in the mailbox of the domain, and reads it as it was stored. */
  mail(): Promise<Buffer>;
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Starts a server for one mailbox. It must be root, as postfix wants. */
export async function startPostfix(mailbox: string, certificate: Certificate): Promise<TestPostfix> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-postfix-'));
  const at = (name: string) => path.join(folder, name);
  const port = await freePort();
  const [user, postfixUser] = [await idOf('nobody'), await idOf('postfix')];
  await chmod(folder, 0o755);
  for (const name of ['config', 'queue', 'data', 'mail']) await mkdir(at(name));
  await chown(at('data'), postfixUser, 0);
  await chown(at('mail'), user, user);
  await writeFile(at('config/key.pem'), certificate.key, { mode: 0o600 });
  await writeFile(at('config/cert.pem'), certificate.cert);
  const settings = {
    compatibility_level: '3.6',
    queue_directory: at('queue'),
    data_directory: at('data'),
    maillog_file: at('log'),
    maillog_file_prefixes: folder,
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    myhostname: 'localhost',
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    virtual_mailbox_domains: mailbox.slice(mailbox.indexOf('@') + 1),
    virtual_mailbox_maps: `inline:{ ${mailbox}=box/ }`,
    virtual_mailbox_base: at('mail'),
    virtual_uid_maps: `static:${user}`,
    virtual_gid_maps: `static:${user}`,
    virtual_minimum_uid: '1',
    alias_maps: '',
    smtpd_relay_restrictions: 'reject_unauth_destination',
    smtpd_tls_security_level: 'encrypt',
    smtpd_tls_cert_file: at('config/cert.pem'),
    smtpd_tls_key_file: at('config/key.pem'),
    smtpd_tls_received_header: 'yes',
    smtpd_peername_lookup: 'no',
  };
  const text = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(at('config/main.cf'), `${text.join('\n')}\n`);
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'flush unix n - n 1000? 0 flush',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'virtual unix - n n - - virtual',
    'anvil unix - - n - 1 anvil',
    'proxymap unix - - n - - proxymap',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  await writeFile(at('config/master.cf'), `${services.join('\n')}\n`);
  // Makes the folders of the queue with their owners.
  await run('/usr/sbin/postfix', ['-c', at('config'), 'check']).catch(() => undefined);
  const master = spawn('/usr/lib/postfix/sbin/master', ['-c', at('config'), '-d'], { stdio: 'ignore' });
  await reachable(port);
  return {
    port,
    async mail() {
      const fresh = at('mail/box/new');
      for (let tries = 0; tries < 200; tries += 1) {
        const [name] = await readdir(fresh).catch(() => []);
        if (name !== undefined) return readFile(path.join(fresh, name));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no mail came; postfix says:\n${await readFile(at('log'), 'utf8').catch(() => '')}`);
    },
    async stop() {
      const ended = once(master, 'exit');
      master.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function idOf(name: string): Promise<number> {
  return Number((await run('id', ['-u', name])).stdout);
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('postfix does not listen');
}
