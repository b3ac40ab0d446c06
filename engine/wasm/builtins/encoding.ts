import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { textsOf } from './strings.ts';
import type { Builtin, BuiltinTable, Value } from './value.ts';
import { compareText } from './value.ts';

/** Digests and encodings. Bytes are those of the text in UTF-8. */
export const encodingBuiltins: BuiltinTable = {
  'base64url.encode_no_pad': onText((text) => Buffer.from(text, 'utf8').toString('base64url')),
  'hex.encode': onText((text) => Buffer.from(text, 'utf8').toString('hex')),
  'hex.decode': onText(decodeHexadecimal),
  'urlquery.encode': onText(encodeQuery),
  'urlquery.decode': onText(decodeQuery),
  'urlquery.encode_object': encodeQueryObject,
  'urlquery.decode_object': onText(decodeQueryObject),
  'crypto.md5': onText((text) => digest('md5', text)),
  'crypto.sha1': onText((text) => digest('sha1', text)),
  'crypto.sha256': onText((text) => digest('sha256', text)),
  'crypto.hmac.md5': keyed('md5'),
  'crypto.hmac.sha1': keyed('sha1'),
  'crypto.hmac.sha256': keyed('sha256'),
  'crypto.hmac.sha512': keyed('sha512'),
  'crypto.hmac.equal': sameCode,
};

function onText(work: (text: string) => Value | undefined): Builtin {
  return (text) => (typeof text === 'string' ? work(text) : undefined);
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text, 'utf8').digest('hex');
}

function keyed(algorithm: string): Builtin {
  return (text, key) => {
    if (typeof text !== 'string' || typeof key !== 'string') return undefined;
    return createHmac(algorithm, Buffer.from(key, 'utf8')).update(text, 'utf8').digest('hex');
  };
}

function sameCode(left?: Value, right?: Value): Value | undefined {
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  const [a, b] = [Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Bytes that are not UTF-8 become U+FFFD: the value text between host and wasm is UTF-8. */
function decodeHexadecimal(text: string): string | undefined {
  if (text.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  return Buffer.from(text, 'hex').toString('utf8');
}

/** Go's `url.QueryEscape`: letters, digits and `-_.~` stay, a space is `+`. */
function encodeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function decodeQuery(text: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  const bytes = Buffer.from(text.replaceAll('+', ' '), 'utf8');
  const decoded: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x25) {
      decoded.push(bytes[at]!);
      continue;
    }
    decoded.push(Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16));
    at += 2;
  }
  return Buffer.from(decoded).toString('utf8');
}

function encodeQueryObject(object?: Value): Value | undefined {
  if (!(object instanceof Map)) return undefined;
  const pairs: [string, string[]][] = [];
  for (const [key, value] of object) {
    const texts = textsOf(value);
    if (typeof key !== 'string' || texts === undefined) return undefined;
    pairs.push([key, value instanceof Set ? texts.toSorted(compareText) : texts]);
  }
  return pairs
    .sort(([left], [right]) => compareText(left, right))
    .flatMap(([key, texts]) => texts.map((text) => `${encodeQuery(key)}=${encodeQuery(text)}`))
    .join('&');
}

/** The most parameters of one query that Go reads (`net/url`, GODEBUG urlmaxqueryparams). */
const mostParameters = 10_000;

function decodeQueryObject(query: string): Value | undefined {
  const object = new Map<Value, Value>();
  const parts = query.split('&');
  if (parts.length > mostParameters) return undefined;
  for (const part of parts) {
    if (part.includes(';')) return undefined;
    if (part === '') continue;
    const cut = part.indexOf('=');
    const key = decodeQuery(cut === -1 ? part : part.slice(0, cut));
    const value = decodeQuery(cut === -1 ? '' : part.slice(cut + 1));
    if (key === undefined || value === undefined) return undefined;
    const values = object.get(key);
    if (Array.isArray(values)) values.push(value);
    else object.set(key, [value]);
  }
  return object;
}
