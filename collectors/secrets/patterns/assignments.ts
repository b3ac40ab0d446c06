import { assigned, beside, type SecretPattern } from '../pattern.ts';

const names =
  '(?:password|passwd|passphrase|secret|token|api_?-?key|access_?-?key|private_?-?key|credentials?)(?:_?key)?';

const configuration =
  /(?:^|\/)(?:\.env[^/]{0,40}|[^/]{1,200}\.(?:env|ini|cfg|conf|cnf|config|ya?ml|json|toml|properties|xml|tfvars|tf|sh|bash|envrc)|(?:Dockerfile|Containerfile|docker-compose)[^/]{0,60}|\.?(?:bashrc|profile|bash_profile|zshrc|envrc|bash_history|zsh_history|environment))$/;

/**
 * What a secret-looking name is set to, in files that set things. The value must look random: source code and
 * documents are full of such names, and mostly harmless there.
 */
export const assignmentPatterns: readonly SecretPattern[] = [
  beside(
    'assigned-secret',
    'value of a name that looks secret',
    [
      'password',
      'passwd',
      'passphrase',
      'secret',
      'token',
      'api_key',
      'api-key',
      'apikey',
      'access_key',
      'access-key',
      'accesskey',
      'private_key',
      'private-key',
      'privatekey',
      'credential',
    ],
    assigned(names, '[^\\s"\'`<>{}$,;()\\\\]{8,300}'),
    { files: configuration, accept: looksLikeSecret },
  ),
];

/** Random enough for a password that a person or a generator made, and nothing that only looks so. */
function looksLikeSecret(value: string): boolean {
  if (/^(?:sha\d{1,3}[-:]|[./~@%#&!]|https?:)/i.test(value) || value.includes('://')) return false;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return false;
  if (/^[\d.,:_-]{1,40}$/.test(value)) return false;
  const words = value.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[-_.:/@+= ]/);
  if (words.every((word) => /^(?:[A-Za-z]?[a-z]{0,40}[0-9]{0,2}|[A-Z]{0,40}[0-9]{0,2}|[0-9]{0,6})$/.test(word)))
    return false;
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value);
}
