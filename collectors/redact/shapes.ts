import { redactTokens } from '../secrets/redact.ts';

/** Stands for whatever was taken out. */
export const marker = '***';

/**
 * Tokens that give themselves away by their shape, also cut short: what may be one goes. The tables of
 * collectors/secrets know more of them, and exactly; both are used. Every pattern begins with a literal and has no
 * repeated group, so that each takes time linear in the text.
 */
const tokenShapes: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bgl(?:pat|dt|rt|ft|soat|cbt|ptt|agent|imt|oas)-[A-Za-z0-9_.-]{16,}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{8,}/g,
  /\bxapp-[A-Za-z0-9-]{8,}/g,
  /\bhooks\.slack\.com\/services\/[A-Za-z0-9/_-]{8,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\bwhsec_[A-Za-z0-9+/=]{16,}/g,
  /\bsk-(?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{20,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bya29\.[A-Za-z0-9_-]{20,}/g,
  /\bGOCSPX-[A-Za-z0-9_-]{20,}/g,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g,
  /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{16,}/g,
  /\bhf_[A-Za-z0-9]{30,}/g,
  /\bpypi-[A-Za-z0-9_-]{50,}/g,
  /\bdo[opr]_v1_[a-f0-9]{64}\b/g,
  /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g,
  /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/g,
  /\bSWM(?:TKN|KEY)-1-[A-Za-z0-9/+-]{20,}/g,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/g,
  /\bATATT3[A-Za-z0-9_=-]{20,}/g,
  /\bglsa_[A-Za-z0-9]{20,}_[a-f0-9]{8}\b/g,
  /\blin_api_[A-Za-z0-9]{20,}/g,
  /\bNRAK-[A-Z0-9]{20,}/g,
  /\bsq0[a-z]{3}-[A-Za-z0-9_-]{20,}/g,
  /\bdapi[a-f0-9]{32}\b/g,
  // Password hashes of crypt(3), of LDAP and of Argon.
  /\$(?:1|5|6|7|y|gy|2[abxy]?|apr1|argon2id|argon2i|argon2d|scrypt|md5|sha1)\$[./A-Za-z0-9$,=+-]{8,}/g,
  /\{S?SHA(?:256|512)?\}[A-Za-z0-9+/=]{20,}/g,
  // The first bytes of a PEM block in base64.
  /LS0tLS1CRUdJTi[A-Za-z0-9+/=_-]*/g,
];

/** Replaces known tokens, PEM blocks and credentials of HTTP. Linear in the text. */
export function redactShapes(text: string): string {
  let redacted = redactTokens(redactBlocks(text), marker);
  for (const shape of tokenShapes) redacted = redacted.replace(shape, marker);
  redacted = redacted.replace(/\b(basic|bearer|digest|negotiate)(\s{1,3})([A-Za-z0-9+/_.~=:-]{6,})/gi, redactScheme);
  redacted = redacted.replace(/(\blogin\s{1,3}\S{1,200}\s{1,3}password\s{1,3})\S+/g, `$1${marker}`);
  redacted = redacted.replace(/(^|[\s"'=])\/\/[^\s/@:]{1,64}:[^\s/@]{1,256}@/g, `$1//${marker}@`);
  return redacted.replace(/([A-Za-z0-9_.-]{1,64}:)[^\s@/]{1,256}(@(?:tcp|udp|unix)\()/g, `$1${marker}$2`);
}

/** `Basic` and `Bearer` are also words: only what cannot be a word after them goes. */
function redactScheme(whole: string, scheme: string, gap: string, value: string): string {
  const isBasic = scheme.toLowerCase() === 'basic';
  const credential = isBasic ? Buffer.from(value, 'base64').toString('latin1').includes(':') : /[0-9]/.test(value);
  return credential ? `${scheme}${gap}${marker}` : whole;
}

/** PEM blocks and PuTTY keys, whole; one that does not end goes to the end of the text. */
function redactBlocks(text: string): string {
  const putty = text.indexOf('PuTTY-User-Key-File-');
  if (putty >= 0) return redactBlocks(text.slice(0, putty)) + marker;
  let redacted = '';
  let from = 0;
  for (;;) {
    const begin = text.indexOf('-----BEGIN ', from);
    if (begin < 0) return redacted + text.slice(from);
    redacted += text.slice(from, begin) + marker;
    const end = text.indexOf('-----END ', begin);
    const close = end < 0 ? -1 : text.indexOf('-----', end + 9);
    if (close < 0) return redacted;
    from = close + 5;
  }
}
