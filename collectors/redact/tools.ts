import { marker } from './shapes.ts';

interface ToolOption {
  /** Base name of the program. */
  tool: RegExp;
  option: RegExp;
  /** `attached`: the value follows in the same word; `next`: in the next one; `pair`: next one, after its colon. */
  value: 'attached' | 'next' | 'pair';
}

/** Short options whose value is a password although their name does not say so. */
const toolOptions: readonly ToolOption[] = [
  {
    tool: /^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mariadb-admin|xtrabackup)$/,
    option: /^-p./,
    value: 'attached',
  },
  { tool: /^(?:sshpass|docker|podman|skopeo|7z|zip|unzip)$/, option: /^-p./, value: 'attached' },
  { tool: /^(?:sshpass|smbclient|mongo|mongosh|mongodump)$/, option: /^-p$/, value: 'next' },
  { tool: /^(?:redis-cli)$/, option: /^-a$/, value: 'next' },
  { tool: /^(?:ldapsearch|ldapmodify|ldapadd|ldapdelete)$/, option: /^-w$/, value: 'next' },
  { tool: /^(?:curl|http|https|xh)$/, option: /^(?:-u|--user|-U|--proxy-user|-a|--auth)$/, value: 'pair' },
  { tool: /^(?:sqlcmd|isql|bcp)$/, option: /^-P$/, value: 'next' },
];

/** Short `-p` of a login: `docker login -u me -p secret`. */
const loginTools = /^(?:docker|podman|skopeo|buildah|helm|crane|oras|nerdctl)$/;

/**
 * Takes out passwords that well-known programs take by a short option.
 * @param words the words of a command, or of a whole script: a program is recognised wherever it stands
 */
export function redactToolOptions(words: readonly string[]): string[] {
  const redacted = [...words];
  let tool = '';
  let isLogin = false;
  for (const [index, word] of words.entries()) {
    const bare = word.replace(/^["'(]+/, '');
    if (!bare.startsWith('-')) {
      const base = bare.slice(bare.lastIndexOf('/') + 1);
      if (base === 'login') isLogin = loginTools.test(tool);
      if (/^[a-z][a-z0-9-]{1,20}$/.test(base) && isTool(base)) [tool, isLogin] = [base, false];
      continue;
    }
    if (isLogin && bare === '-p' && index + 1 < words.length) redacted[index + 1] = marker;
    for (const option of toolOptions) applyOption(option, tool, bare, redacted, index, isLogin);
  }
  return redacted;
}

function isTool(name: string): boolean {
  return loginTools.test(name) || toolOptions.some((option) => option.tool.test(name));
}

function applyOption(
  option: ToolOption,
  tool: string,
  word: string,
  redacted: string[],
  index: number,
  isLogin: boolean,
): void {
  if (!option.tool.test(tool) || !option.option.test(word)) return;
  // `docker run -p8080:80` is a port; only its login takes a password there.
  if (option.value === 'attached' && loginTools.test(tool) && !isLogin) return;
  if (option.value === 'attached') redacted[index] = (redacted[index] ?? '').replace(/-p.*$/s, `-p${marker}`);
  const next = redacted[index + 1];
  if (next === undefined) return;
  if (option.value === 'next') redacted[index + 1] = marker;
  if (option.value === 'pair') redacted[index + 1] = next.replace(/:.*$/s, `:${marker}`);
}
