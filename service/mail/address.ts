/**
 * Addresses of the configuration (RFC 5322 section 3.4, the forms people write) and text for header fields. What could
 * end a field, hide or reorder is refused in an address and made visible in text.
 */
import { domainToASCII } from 'node:url';
import { PlimsollError, visibleText } from '../../engine/index.ts';

export interface Mailbox {
  name: string | null;
  /** `local@domain`, the domain in ASCII. */
  address: string;
}

const longestAddress = 254;
const longestLocal = 64;
const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const quoted = /^"([\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])+"$/;
const domainName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads `address` or `Name <address>`. Comments, groups, routes, lists, control and direction characters, and local
 * parts outside ASCII (they need SMTPUTF8, which not every server on the way has) are refused.
 * @throws PlimsollError `configuration-invalid`, naming the address
 */
export function parseMailbox(text: string): Mailbox {
  if (visibleText(text) !== text) throw refused(text, 'it holds control, direction or invisible characters');
  const trimmed = text.trim();
  const named = /^(.*?)\s*<([^<>]*)>$/.exec(trimmed);
  const address = (named?.[2] ?? trimmed).trim();
  return { name: named === null ? null : displayName(named[1] ?? '', text), address: checkedAddress(address, text) };
}

function displayName(written: string, text: string): string | null {
  const inQuotes = /^"((?:[^"\\]|\\.)*)"$/.exec(written);
  const name = inQuotes === null ? written : (inQuotes[1] ?? '').replace(/\\(.)/g, '$1');
  if (inQuotes === null && /[<>()[\]:;@,"\\]/.test(name)) {
    throw refused(text, 'its name holds characters that need double quotes around the name');
  }
  return name === '' ? null : name;
}

function checkedAddress(address: string, text: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(0, at));
  const domain = domainToASCII(address.slice(at + 1));
  if (at < 1) throw refused(text, 'it is not of the form name@domain');
  if (/[^\x20-\x7e]/.test(local)) throw refused(text, 'the part before @ is not in ASCII');
  if (!atom.test(local) && !quoted.test(local)) throw refused(text, 'the part before @ is not valid');
  // An address that is a number only would be taken for one of IPv4 by the URL rules.
  if (!domainName.test(domain) || /^[\d.]+$/.test(domain)) throw refused(text, 'the part after @ is not a domain');
  const whole = `${local}@${domain}`;
  if (local.length > longestLocal || whole.length > longestAddress) throw refused(text, 'it is too long');
  return whole;
}

function refused(text: string, why: string): PlimsollError {
  const shown = visibleText(text.slice(0, 200));
  return new PlimsollError('configuration-invalid', `the mail address ${shown} cannot be used: ${why}`, {
    next: 'Write it as name@example.org or Name <name@example.org> in plimsoll.yaml.',
  });
}

/** A text for one header field: line breaks and tabs are spaces, what hides or reorders is visible, at most `limit` characters. */
export function headerText(text: string, limit = 200): string {
  const line = visibleText(text.replace(/[\s\u0085\u2028\u2029]+/gu, ' ').trim());
  const characters = Array.from(line);
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}
