import { hides } from '../redact/assignments.ts';
import { judgeName } from '../redact/names.ts';
import { redactText } from '../redact.ts';
import { isPlaceholder } from './harmless.ts';
import { scanBytes } from './scan.ts';
import { bySource, type FoundSecret } from './tree.ts';

type Source = FoundSecret['source'];

/**
 * Secrets in the configuration of an image (OCI image configuration): environment, labels, entrypoint, command,
 * health check, and build steps with their build arguments. Sorted by place; what is not of the expected form is
 * passed over. A name that looks secret with a value that is no placeholder counts as one.
 */
export function secretsInConfiguration(configuration: unknown): FoundSecret[] {
  const image = objectOf(configuration);
  const config = objectOf(image['config'] ?? image['Config']);
  const found: FoundSecret[] = [];
  for (const assignment of textsOf(config['Env'])) {
    const equals = assignment.indexOf('=');
    if (equals > 0) addNamed(found, 'environment', assignment.slice(0, equals), assignment.slice(equals + 1));
  }
  for (const [name, value] of Object.entries(objectOf(config['Labels']))) {
    if (typeof value === 'string') addNamed(found, 'label', name, value);
  }
  const health = objectOf(config['Healthcheck'])['Test'];
  for (const command of [config['Entrypoint'], config['Cmd'], health]) addCommand(found, textsOf(command));
  const history = Array.isArray(image['history']) ? image['history'] : [];
  for (const [index, entry] of history.entries()) {
    const { created_by: step, comment } = objectOf(entry);
    for (const text of [step, comment]) if (typeof text === 'string') addText(found, 'history', text, index + 1);
  }
  return unique(found.sort(bySource));
}

function addNamed(found: FoundSecret[], source: Source, name: string, value: string): void {
  const shown = redactText(name);
  const before = found.length;
  for (const pattern of patternsIn(value)) found.push(place(source, pattern, shown, null));
  if (found.length > before || value === '' || isPlaceholder(value)) return;
  // Alone among the names that may hold a secret, these need no random value: what they are set to is one.
  if (judgeName(name) === 'secret' && hides(name, value)) found.push(place(source, 'assigned-secret', shown, null));
}

function addCommand(found: FoundSecret[], words: readonly string[]): void {
  for (const [index, word] of words.entries()) {
    const option = /^--?([A-Za-z][A-Za-z0-9_.-]{1,127})$/.exec(words[index - 1] ?? '')?.[1];
    if (option !== undefined && !word.startsWith('-')) addNamed(found, 'command', option, word);
    else addText(found, 'command', word, null);
  }
}

/** Secrets in a text such as a command: the name of what is set, or null, and the pattern. */
export function secretsInText(text: string): { name: string | null; pattern: string }[] {
  const found: FoundSecret[] = [];
  addText(found, 'command', text, null);
  return found.map(({ name, pattern }) => ({ name, pattern }));
}

/** The same of a command given as words. */
export function secretsInCommand(words: readonly string[]): { name: string | null; pattern: string }[] {
  const found: FoundSecret[] = [];
  addCommand(found, words);
  return found.map(({ name, pattern }) => ({ name, pattern }));
}

/** Names that are set inside a text, as builders write build arguments and commands. */
const settings = /([A-Za-z_][A-Za-z0-9_.-]{0,127})=("[^"]{0,2000}"|'[^']{0,2000}'|[^\s"';&|]{1,2000})/g;

/** Options whose value is the next word. */
const options =
  /(?:^|\s)--([A-Za-z][A-Za-z0-9_.-]{0,127})[ \t]{1,8}("[^"]{0,2000}"|'[^']{0,2000}'|[^\s"';&|-][^\s"';&|]{0,2000})/g;

function addText(found: FoundSecret[], source: Source, text: string, line: number | null): void {
  const before = found.length;
  for (const pattern of patternsIn(text)) found.push(place(source, pattern, null, line));
  const tokens = found.length > before;
  for (const [, name = '', quoted = ''] of [...text.matchAll(settings), ...text.matchAll(options)]) {
    const value = quoted.replace(/^["']|["']$/g, '');
    if (judgeName(name) !== 'secret' || !hides(name, value) || isPlaceholder(value) || isReference(value)) continue;
    if (!tokens || patternsIn(value).length === 0) found.push(place(source, 'assigned-secret', redactText(name), line));
  }
}

/** `$(cat file)`, `${NAME:-}`, `/run/secrets/name`, `id=name`: where the value is, not what it is. */
function isReference(value: string): boolean {
  return /^(?:\$|`|\/|<|(?:id|type|src|source|env|file|target)=)/.test(value);
}

function patternsIn(text: string): string[] {
  return [...new Set(scanBytes(Buffer.from(text, 'latin1'), { what: 'text' }).map(({ pattern }) => pattern.id))];
}

function place(source: Source, pattern: string, name: string | null, line: number | null): FoundSecret {
  return { pattern, source, name, path: null, line, digest: null, layer: null, removedIn: null };
}

function unique(sorted: readonly FoundSecret[]): FoundSecret[] {
  return sorted.filter((secret, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || bySource(previous, secret) !== 0;
  });
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
