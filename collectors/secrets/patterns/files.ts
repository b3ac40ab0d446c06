import { assigned, beside, inFile, type SecretPattern } from '../pattern.ts';

/** How the scheme of a URL ends: keywords have four characters, and `://` only three. */
const schemeEnds = [...'abcdefghijklmnopqrstuvwxyz0123456789'].map((letter) => `${letter}://`);

/** Files that hold logins. */
export const filePatterns: readonly SecretPattern[] = [
  inFile('netrc', 'password of a .netrc', /(?:^|\/)[._](?:netrc|authinfo)$/, /\bpassword\s{1,20}(\S{1,300})/),
  inFile(
    'pgpass',
    'password of a .pgpass',
    /(?:^|\/)(?:\.pgpass|pgpass\.conf)$/,
    /^[^#:\s][^:\s]{0,200}:[^:\s]{1,20}:[^:\s]{1,200}:[^:\s]{1,200}:(\S{1,300})/,
  ),
  inFile(
    'git-credentials',
    'password of a .git-credentials',
    /(?:^|\/)\.git-credentials$/,
    /^[a-z]{3,8}:\/\/[^\s/:@]{0,200}:([^\s/@]{1,300})@/,
  ),
  inFile(
    'mysql-password',
    'password of a MySQL client',
    /(?:^|\/)(?:\.my\.cnf|\.mylogin\.cnf|debian\.cnf)$/,
    /^\s{0,8}password\s{0,8}=\s{0,8}(\S{1,300})/,
  ),
  inFile(
    'rclone-password',
    'password of rclone',
    /(?:^|\/)rclone\.conf$/,
    /^(?:pass|password|token|secret_access_key)\s{0,8}=\s{0,8}(\S.{5,2000})/,
  ),
  beside(
    'docker-login',
    'login of a Docker registry',
    ['"auth"', '"auth\\"'],
    /\\{0,2}"auth\\{0,2}"\s{0,8}:\s{0,8}\\{0,2}"([A-Za-z0-9+/]{8,2000}={0,2})/,
    {
      accept: isLogin,
      entropy: 0,
    },
  ),
  beside(
    'docker-identity-token',
    'identity token of a Docker registry',
    ['identitytoken', 'registrytoken'],
    assigned('identitytoken|registrytoken', '[A-Za-z0-9._+/=-]{16,4000}'),
  ),
  beside(
    'kubernetes-client-key',
    'client key of a kubeconfig',
    ['client-key-data'],
    assigned('client-key-data', '[A-Za-z0-9+/]{100,8000}={0,2}'),
  ),
  beside(
    'url-password',
    'password in a URL',
    schemeEnds,
    /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'`<>\\]{0,100}:([^\s/:@"'`<>{}$%*\\()[\]|]{3,200})@[a-z0-9[]/i,
    {
      entropy: 2,
      accept: isNoPlaceholderPassword,
    },
  ),
  beside(
    'authorization-header',
    'credentials of an HTTP header',
    ['authorization'],
    /authorization\\{0,4}["']?\s{0,4}[:=,]\s{0,4}\\{0,4}["']?(?:basic|bearer)\s{1,4}([A-Za-z0-9+/=_.~-]{16,2000})/i,
  ),
];

/** `auth` of Docker's configuration is `user:password` in base64. */
function isLogin(value: string): boolean {
  const text = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x21-\x39\x3b-\x7e]{1,200}:[\x20-\x7e]{1,2000}$/.test(text);
}

function isNoPlaceholderPassword(value: string): boolean {
  return !/^(?:pass|password|passwd|pwd|pw|secret|token|user|port|\d{1,5})$/i.test(value);
}
