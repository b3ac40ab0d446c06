import type { Secret } from '../config/secret.ts';
import { shown } from './words.ts';

const shownCharacters = 300;
const marker = '***';

/**
 * Words of another side as they may be kept and printed: our own secrets taken out in the forms in which a server can
 * echo them, then everything else that looks like one, made visible and cut.
 */
export async function redactedAnswer(text: string, secrets: readonly (Secret | null)[] = []): Promise<string> {
  const { redactText } = await import('../../collectors/index.ts');
  return shown(redactText(withoutSecrets(text, secrets)), shownCharacters);
}

function withoutSecrets(text: string, secrets: readonly (Secret | null)[]): string {
  const forms = secrets.flatMap((secret) => (secret === null ? [] : formsOf(secret.reveal())));
  // Longer forms first, since a shorter one may be a piece of them.
  return forms.toSorted((a, b) => b.length - a.length).reduce((kept, form) => kept.replaceAll(form, marker), text);
}

function formsOf(value: string): string[] {
  if (value === '') return [];
  const base64 = Buffer.from(value).toString('base64');
  return [value, base64, base64.replace(/=+$/, ''), encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
}
