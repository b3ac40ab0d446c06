import { PlimsollError } from '../engine/index.ts';
import type { Collector, Target } from './contract.ts';
import { recognise } from './recognise.ts';

/** Forms of target that have a name already and no collector yet. */
const laterForms: readonly string[] = ['podman', 'k8s', 'manifest:', 'snapshot:'];

/** True when a target of this text has the scheme: `host` is the whole text, `host:` and `docker:tcp://` are prefixes. */
function hasScheme(text: string, scheme: string): boolean {
  return /[:/]$/.test(scheme) ? text.startsWith(scheme) && text.length > scheme.length : text === scheme;
}

/**
 * Reads a target as a user writes it, longest scheme first. `address` is what follows the first colon.
 * A bare path is taken as Docker's where it is a socket, and as an image where it is an archive or a layout; a bare
 * reference as an image. Anything else must say what it is.
 * @throws PlimsollError `target-unknown`, listing the forms that could be meant.
 */
export function parseTargetWith(collectors: readonly Collector[], text: string, id: number): Target {
  const schemes = collectors
    .flatMap((collector) => collector.schemes.map((scheme) => ({ scheme, collector: collector.id })))
    .sort((one, other) => other.scheme.length - one.scheme.length);
  const later = laterForms.find((form) => text === form.replace(/:$/, '') || text.startsWith(form.replace(/:?$/, ':')));
  const hit = schemes.find((entry) => hasScheme(text, entry.scheme));
  if (/^[a-z-]+:[a-z]+:\/\/[^/]*@/.test(text) || /^[a-z-]+:(\/\/)?[^/@]*:[^/@]*@[^/]*\//.test(text)) {
    throw new PlimsollError(
      'target-unknown',
      'A target holds a user name or a password, which would be written down.',
      {
        next: 'Leave it out; certificates and logins are taken from where Docker keeps them.',
      },
    );
  }
  if (hit !== undefined && !(later !== undefined && later.length > hit.scheme.length)) {
    const colon = text.indexOf(':');
    return { id, uri: text, collector: hit.collector, address: colon < 0 ? '' : text.slice(colon + 1), name: null };
  }
  if (later !== undefined) {
    throw new PlimsollError('target-unknown', `The target ${text} is of a form that this version cannot read yet.`, {
      next: `Forms it can read: ${formsOf(collectors).join(', ')}.`,
    });
  }
  const isScheme = schemes.some(({ scheme }) => text.startsWith(`${scheme.split(':')[0]}:`));
  const whole = isScheme ? null : recognise(text);
  const meant = whole === null ? undefined : schemes.find((entry) => hasScheme(whole, entry.scheme));
  if (whole !== null && meant !== undefined) {
    return { id, uri: whole, collector: meant.collector, address: whole.slice(whole.indexOf(':') + 1), name: null };
  }
  const candidates = candidatesFor(collectors, text);
  throw new PlimsollError('target-unknown', `The target ${JSON.stringify(text)} is of no known form.`, {
    next: `Did you mean ${candidates.join(' or ')}?`,
  });
}

/** What a text of no known form could mean, most likely first. */
function candidatesFor(collectors: readonly Collector[], text: string): string[] {
  const looksLikePath = text.includes('/') && (text.startsWith('/') || text.startsWith('.'));
  if (looksLikePath) return [`rootfs:${text}`, `host:${text}`, `docker-archive:${text}`, `oci:${text}`];
  if (/^(unix|tcp):\/\//.test(text)) return [`docker:${text}`];
  return formsOf(collectors);
}

function formsOf(collectors: readonly Collector[]): string[] {
  return collectors.flatMap((collector) => collector.forms.map((form) => form.form));
}
