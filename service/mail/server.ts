import { createPrivateKey } from 'node:crypto';
import fs from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { PlimsollError } from '../../engine/index.ts';
import { reasonOf } from '../config/reason.ts';
import type { MailServer as MailServerSettings } from '../config/scheduling.ts';
import { readSecret, type Secret } from '../config/secret.ts';
import { type Mailbox, parseMailbox } from './address.ts';

/** A mail server as the configuration gives it, with its secrets read. */
export interface MailServer {
  host: string;
  port: number;
  tls: 'starttls' | 'implicit' | 'off';
  /** Certificates to trust in place of those of the system, as PEM; null: those of the system. */
  ca: string | null;
  login: Login | null;
  from: Mailbox;
  replyTo: Mailbox | null;
  dkim: { domain: string; selector: string; key: Secret } | null;
  maximumBytes: number;
}

export type Login =
  | { kind: 'password'; user: string; password: Secret }
  | {
      kind: 'oauth2';
      user: string;
      tokenUrl: string;
      clientId: string;
      clientSecret: Secret;
      refreshToken: Secret | null;
      scope: string | null;
    };

/**
 * Reads what the settings of a mail server refer to.
 * @param folder folder that relative paths start from
 * @throws PlimsollError `configuration-invalid` (mail in the clear beyond this machine, an address, a key),
 *   `secret-unreadable`, `file-unreadable`
 */
export async function openMailServer(
  settings: MailServerSettings,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<MailServer> {
  const { host, port, tls } = settings;
  if (/[\s\u0000-\u001f/@]/.test(host) || host === '')
    throw invalid(`mail.host ${JSON.stringify(host)} is no host name`);
  if (tls === 'off' && !isLoopback(host)) {
    throw invalid(
      `mail.tls is off for ${host}: mail is sent in the clear to this machine only`,
      'Use starttls or implicit.',
    );
  }
  return {
    host,
    port,
    tls,
    ca: settings.ca === undefined ? null : await readCertificates(path.resolve(folder, settings.ca)),
    login: await readLogin(settings, folder, environment),
    from: parseMailbox(settings.from),
    replyTo: settings.replyTo === undefined ? null : parseMailbox(settings.replyTo),
    dkim: settings.dkim === undefined ? null : await readDkim(settings.dkim, folder, environment),
    maximumBytes: settings.maximumBytes,
  };
}

/** This machine, by a name or address that no resolver or network can lead elsewhere. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

async function readLogin(
  settings: MailServerSettings,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Login | null> {
  const { user, password, oauth2 } = settings;
  if (password === undefined && oauth2 === undefined) return null;
  if (user === undefined) throw invalid('mail.user is missing, and there is a password or token for it');
  if (password !== undefined && oauth2 !== undefined) throw invalid('mail has both a password and oauth2');
  if (oauth2 === undefined) {
    return { kind: 'password', user, password: await readSecret(password!, folder, environment) };
  }
  const url = URL.parse(oauth2.tokenUrl);
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === null || !secure || url.username !== '' || url.password !== '') {
    throw invalid('mail.oauth2.tokenUrl must be an https address without a password in it');
  }
  return {
    kind: 'oauth2',
    user,
    tokenUrl: url.href,
    clientId: oauth2.clientId,
    clientSecret: await readSecret(oauth2.clientSecret, folder, environment),
    refreshToken: oauth2.refreshToken === undefined ? null : await readSecret(oauth2.refreshToken, folder, environment),
    scope: oauth2.scope ?? null,
  };
}

async function readDkim(
  { domain, selector, key }: NonNullable<MailServerSettings['dkim']>,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<NonNullable<MailServer['dkim']>> {
  const label = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
  if (!label.test(domain) || !label.test(selector))
    throw invalid('mail.dkim: domain or selector is no name of the DNS');
  const secret = await readSecret(key, folder, environment);
  try {
    if (createPrivateKey(secret.reveal()).asymmetricKeyType === 'rsa') return { domain, selector, key: secret };
  } catch {
    // The error of the parser may quote the key.
  }
  throw invalid('mail.dkim.key is not a private RSA key in PEM');
}

async function readCertificates(file: string): Promise<string> {
  try {
    const text = await fs.readFile(file, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (cause) {
    throw new PlimsollError('file-unreadable', `${file} cannot be read: ${reasonOf(cause)}`, {
      place: { file },
      cause,
    });
  }
  throw invalid(`mail.ca ${file} holds no certificate in PEM`);
}

function invalid(message: string, next?: string): PlimsollError {
  return new PlimsollError('configuration-invalid', message, next === undefined ? {} : { next });
}
