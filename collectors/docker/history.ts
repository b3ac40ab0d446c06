import { redactCommand, redactText } from '../redact.ts';

/**
 * Redacts a build step. Builders write commands as lists of quoted words, `CMD ["run" "--token" "…"]` or with commas:
 * those are redacted as the commands they are, the rest as text.
 */
export function redactBuildStep(step: string): string {
  const quoted = /"(?:[^"\\]|\\.)*"/g;
  const words = [...step.matchAll(quoted)].map(([word]) => word.slice(1, -1));
  if (words.length === 0) return redactText(step);
  const redacted = redactCommand(words);
  let next = 0;
  return redactText(step.replace(quoted, () => `"${redacted[next++] ?? ''}"`));
}
