/** A token server after the token specification of the distribution project, for docker-registry to trust. */
import { createSign, randomUUID, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Certificates } from '../../../support/registry.ts';

export const service = 'test-registry';
export const issuer = 'test-issuer';

export interface TokenServer {
  realm: string;
  /** Every request: method, query and form. */
  requests: { method: string; query: Record<string, string>; form: Record<string, string> }[];
  /** Tokens it gave. */
  tokens: string[];
  close(): Promise<void>;
}

export interface TokenServerOptions {
  /** Signs the tokens; the registry trusts its authority. */
  certificates: Certificates;
  username: string;
  password: string;
  identityToken: string;
  /** Seconds that a token is good for; negative: it has run out already. */
  goodFor?: (count: number) => number;
}

export async function startTokenServer(options: TokenServerOptions): Promise<TokenServer> {
  const requests: TokenServer['requests'] = [];
  const tokens: string[] = [];
  const server = http.createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    incoming.on('end', () => {
      const query = Object.fromEntries(new URL(incoming.url ?? '', 'http://localhost').searchParams);
      const form = Object.fromEntries(new URLSearchParams(body));
      requests.push({ method: incoming.method ?? '', query, form });
      const given = incoming.method === 'POST' ? form : query;
      if (!mayHave(incoming, form, options)) {
        outgoing.writeHead(401);
        outgoing.end(JSON.stringify({ details: `${incoming.headers.authorization} ${body} is wrong` }));
        return;
      }
      const token = tokenFor(given['scope'] ?? '', options, tokens.length);
      tokens.push(token);
      outgoing.writeHead(200, { 'Content-Type': 'application/json' });
      outgoing.end(JSON.stringify(incoming.method === 'POST' ? { access_token: token } : { token, expires_in: 60 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    realm: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    requests,
    tokens,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function mayHave(incoming: http.IncomingMessage, form: Record<string, string>, options: TokenServerOptions): boolean {
  if (incoming.method === 'POST') {
    return form['grant_type'] === 'refresh_token' && form['refresh_token'] === options.identityToken;
  }
  const expected = Buffer.from(`${options.username}:${options.password}`).toString('base64');
  return incoming.headers.authorization === `Basic ${expected}`;
}

/** A token as docker-registry wants it: a JWT signed with a key whose certificate comes along. */
function tokenFor(scope: string, { certificates, goodFor }: TokenServerOptions, count: number): string {
  const certificate = new X509Certificate(readFileSync(certificates.certificate));
  const [type, name, actions] = scope.split(':');
  const now = Math.floor(Date.now() / 1000);
  const header = { typ: 'JWT', alg: 'ES256', x5c: [certificate.raw.toString('base64')] };
  const claims = {
    iss: issuer,
    sub: 'somebody',
    aud: service,
    exp: now + (goodFor?.(count) ?? 60),
    nbf: now - 3600,
    iat: now - 3600,
    jti: randomUUID(),
    access: [{ type, name, actions: actions?.split(',') ?? [] }],
  };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  const key = { key: readFileSync(certificates.key), dsaEncoding: 'ieee-p1363' as const };
  return `${signed}.${createSign('sha256').update(signed).sign(key, 'base64url')}`;
}
