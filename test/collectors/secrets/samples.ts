import type { SecretPattern } from '../../../collectors/secrets/pattern.ts';
import { randomNumbers, textMatching } from './generate.ts';

const login = Buffer.from('robot:Xq7-vT2p').toString('base64');
const webToken = [
  Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url'),
  Buffer.from('{"sub":"u-77","scope":"all"}').toString('base64url'),
  'q8Zt4nWm2Xc7Vb1Lk9Pj5Hg3',
].join('.');
const pem = ['-----BEGIN ', 'RSA PRIVATE KEY-----\n', `${'MIIEpQx7Zk29LmNvQeRtYbWc'.repeat(2)}\n`].join('');

/** Samples of patterns whose last look asks for more than their expression tells, and paths of those in one file. */
const special: Readonly<Record<string, string>> = {
  'docker-login': `"auth": "${login}"`,
  jwt: webToken,
  'base64-private-key': Buffer.from(pem).toString('base64'),
  'assigned-secret': 'db_password=q7Xw-29Lmz',
  'url-password': 'postgres://app:q7Xw29Lmz@db.internal/main',
};

const paths: Readonly<Record<string, string>> = {
  'npm-auth': 'root/.npmrc',
  'htpasswd-hash': 'etc/nginx/site.htpasswd',
  'shadow-hash': 'etc/shadow',
  netrc: 'root/.netrc',
  pgpass: 'root/.pgpass',
  'git-credentials': 'root/.git-credentials',
  'mysql-password': 'root/.my.cnf',
  'rclone-password': 'root/.config/rclone/rclone.conf',
  'assigned-secret': 'srv/settings.env',
};

/** Path of a file in which a pattern is looked for. */
export function pathFor(pattern: SecretPattern): string {
  return paths[pattern.id] ?? 'srv/notes.txt';
}

/** Texts of the shape of a pattern, the same at each run: never ones that were in use. */
export function samplesOf(pattern: SecretPattern, count: number): string[] {
  const fixed = special[pattern.id];
  if (fixed !== undefined) return [fixed];
  const random = randomNumbers(4711);
  return Array.from({ length: count }, () => {
    const written = textMatching(pattern.expression.source, random);
    // The forms of the test escape quotes themselves.
    const text = pattern.place === 'line' ? written.replaceAll('\\', '') : written;
    const hasKeyword = pattern.keywords.some((keyword) => text.toLowerCase().includes(keyword.toLowerCase()));
    // What is recognised by a word on its line is given that word.
    return hasKeyword || pattern.place === 'file' ? text : `${pattern.keywords[0]} ${text}`;
  });
}
