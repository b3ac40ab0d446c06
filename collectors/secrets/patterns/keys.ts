import { inFile, type SecretPattern, token } from '../pattern.ts';

/** What may stand between the first line of a key and its text: line ends, also escaped, quotes and comment signs. */
const gap = '[\\s\\\\nr"\'+,|#*>]{0,60}';
const body = '[A-Za-z0-9+/]{32,20000}';

/** Private keys and hashes of passwords. */
export const keyPatterns: readonly SecretPattern[] = [
  token(
    'private-key',
    'private key in the clear',
    ['-----BEGIN '],
    `(?:RSA |DSA |EC |ANY )?PRIVATE KEY-----${gap}${body}`,
  ),
  token(
    'openssh-private-key',
    'OpenSSH private key in the clear',
    ['-----BEGIN OPENSSH'],
    ` PRIVATE KEY-----${gap}b3BlbnNzaC1rZXktdjEAAAAABG5vbmU[A-Za-z0-9+/=]{0,20000}`,
  ),
  token(
    'encrypted-private-key',
    'private key with a passphrase',
    ['-----BEGIN '],
    `(?:ENCRYPTED PRIVATE KEY-----${gap}${body}|(?:RSA |DSA |EC )PRIVATE KEY-----${gap}Proc-Type: ?4,ENCRYPTED|OPENSSH PRIVATE KEY-----${gap}b3BlbnNzaC1rZXktdjEAAAAAC[A-Za-z0-9+/=]{0,20000})`,
  ),
  token('pgp-private-key', 'PGP private key', ['-----BEGIN PGP PRIVATE KEY'], ' BLOCK-----[\\s\\\\nr][^-]{40,20000}'),
  token('ssh2-private-key', 'SSH2 private key', ['---- BEGIN SSH2 ENCRYPTED'], ' PRIVATE KEY ----'),
  token('putty-private-key', 'PuTTY private key', ['PuTTY-User-Key-File-'], '[23]: [a-z0-9@.-]{3,60}', { entropy: 0 }),
  token('base64-private-key', 'private key in base64', ['LS0tLS1CRUdJTi'], '[A-Za-z0-9+/=]{60,20000}', {
    accept: isBase64Key,
  }),
  token('age-key', 'age private key', ['AGE-SECRET-KEY-1'], '[A-Z0-9]{58}'),
  // Small JSON headers of signed tokens begin with one of these members.
  token(
    'jwt',
    'JSON web token',
    ['eyJhbGci', 'eyJ0eXAi', 'eyJraWQi', 'eyJjdHki', 'eyJqa3Ui', 'eyJ4NXQi', 'eyJ4NXQj', 'eyJpc3Mi'],
    '[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{20,1000}',
    { accept: isSignedToken },
  ),
  inFile(
    'htpasswd-hash',
    'hash of a password for a web server',
    /(?:^|\/)[^/]{0,60}htpasswd[^/]{0,20}$/,
    /^[^\s:#$]{1,200}:((?:\$(?:apr1|2[aby]|5|6|y)\$|\{SHA\})[A-Za-z0-9./+=$,]{20,200})/,
  ),
  inFile(
    'shadow-hash',
    'hash of an account password',
    /(?:^|\/)etc\/g?shadow-?$/,
    /^[^\s:#]{1,64}:(\$[a-z0-9]{1,6}\$[^:\s]{20,300}|[A-Za-z0-9./]{13}):/,
  ),
];

function isBase64Key(value: string): boolean {
  const text = Buffer.from(value, 'base64').toString('latin1');
  return text.includes('PRIVATE KEY');
}

/** The first part must be the header of a signed token: JSON with `alg`, and not `none`. */
function isSignedToken(value: string): boolean {
  const header = Buffer.from(value.slice(0, value.indexOf('.')), 'base64url').toString('latin1');
  return /"alg"\s{0,8}:\s{0,8}"[A-Z]/.test(header);
}
