import { createHash } from 'node:crypto';
import { compareText, type Waiver } from '../../../engine/index.ts';
import { type AnchoreRule, wordsOf } from './rule.ts';
import type { AnchoreAllowlist, AnchoreImage } from './schema.ts';
import type { Line } from './translate.ts';

export interface Waivers {
  waivers: Waiver[];
  lines: Line[];
}

export interface WaiverContext {
  rules: readonly AnchoreRule[];
  /** Rules of the profile, for images that are allowed altogether. */
  chosen: readonly string[];
  approvedBy: string;
  /** Latest date, and that of what has none of its own; undefined: none was given. */
  expires: string | undefined;
}

type What = Pick<Waiver, 'rule' | 'match'>;

/**
 * Waivers for the items of allowlists and for allowed images. An item names a finding by a hash of its words; the
 * hashes of what the policy's own rules can say are known, others are told as not taken over.
 */
export function translateAllowlists(
  allowlists: readonly AnchoreAllowlist[],
  images: readonly AnchoreImage[],
  context: WaiverContext,
): Waivers {
  const known = findingsOf(context.rules);
  const result: Waivers = { waivers: [], lines: [] };
  for (const { name, id, items } of allowlists) {
    for (const { id: item, gate, trigger_id: triggerId, expires_on: expiresOn } of items) {
      const where = { id: item, gate, trigger: triggerId, action: 'allowlist' };
      const what = known.get(triggerId);
      if (what === undefined) result.lines.push({ ...where, rules: [], remark: unknownItem(gate) });
      else add(result, where, what, `Anchore allowlist ${name || id}`, dateOf(expiresOn), context);
    }
  }
  for (const { name, registry, repository, image } of images) {
    const where = {
      id: '',
      gate: 'allowed image',
      trigger: `${registry}/${repository}:${image.value}`,
      action: 'allowlist',
    };
    const digest =
      image.type === 'tag' ? null : image.value.startsWith('sha256:') ? image.value : `sha256:${image.value}`;
    if (digest === null) result.lines.push({ ...where, rules: [], remark: 'a waiver names an image by its digest' });
    else {
      const what = { rule: [...context.chosen], match: { imageDigest: digest } };
      add(result, where, what, `Anchore allowed image ${name || digest}`, undefined, context);
    }
  }
  return result;
}

function add(
  { waivers, lines }: Waivers,
  where: Pick<Line, 'id' | 'gate' | 'trigger' | 'action'>,
  what: What,
  requestedBy: string,
  ownDate: string | undefined,
  { expires, approvedBy }: WaiverContext,
): void {
  const late = ownDate !== undefined && expires !== undefined && ownDate > expires;
  const until = late ? expires : (ownDate ?? expires);
  const rules = [what.rule].flat();
  if (until === undefined) {
    lines.push({ ...where, rules: [], remark: 'it has no end; name a date for such by --expires' });
    return;
  }
  if (rules.length === 0) {
    lines.push({ ...where, rules: [], remark: 'no rule was taken over that it could be for' });
    return;
  }
  const reason = `Taken over: ${requestedBy}, ${where.trigger}.`;
  waivers.push({
    kind: 'risk-accepted',
    rule: what.rule,
    match: what.match,
    reason,
    requestedBy,
    approvedBy,
    expires: until,
  });
  lines.push({ ...where, rules, remark: late ? `it ends on ${expires} and not on ${ownDate}` : '' });
}

/** A day as a waiver writes it; undefined where it is none. */
function dateOf(text: string | null | undefined): string | undefined {
  const day = /^\d{4}-\d\d-\d\d/.exec(text ?? '')?.[0];
  return day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? undefined : day;
}

function unknownItem(gate: string): string {
  if (gate.toLowerCase() === 'vulnerabilities') return 'there is no vulnerability data';
  return 'the finding that it names is none that a rule taken over can have';
}

/** What the rules can find, by the id that Anchore gives it: the MD5 of gate, trigger and message. */
function findingsOf(rules: readonly AnchoreRule[]): Map<string, What> {
  const found = new Map<string, What>();
  for (const rule of rules) {
    for (const [gate, trigger, message, what] of messagesOf(rule)) {
      found.set(createHash('md5').update(`${gate}${trigger}${message}`).digest('hex'), what);
    }
  }
  return found;
}

type Message = [gate: string, trigger: string, message: string, what: What];

function messagesOf({ gate, trigger, params }: AnchoreRule): Message[] {
  const name = params.get('name') ?? '';
  const version = params.get('version') ?? '';
  const rule = 'plimsoll/image-no-denied-packages';
  const what: What = {
    rule,
    match: { part: `**/${name.replace(/^@/, '%40')}@${version === '' ? '**' : `${version}**`}` },
  };
  const full = version === '' ? name : `${name}-${version}`;
  const listed = new Map([
    ['packages', 'Package'],
    ['npms', 'NPM Package'],
    ['ruby_gems', 'Gem Package'],
  ]).get(gate);
  if (trigger.startsWith('denylist') && listed !== undefined && name !== '') {
    const said = gate === 'npms' ? 'blacklisted_name_version' : 'blacklist';
    return [[gate, said, `${listed} is blacklisted: ${full}`, what]];
  }
  if (gate !== 'dockerfile' || trigger !== 'exposed_ports' || params.get('type') !== 'denylist') return [];
  return wordsOf(params.get('ports'))
    .sort(compareText)
    .flatMap((port) =>
      ['', '/tcp', '/udp'].map((protocol): Message => {
        const part = `${port}${protocol === '' ? '/*' : protocol}`;
        const message = `Dockerfile exposes port (${port}${protocol}) which is in policy file DENIEDPORTS list`;
        return [gate, trigger, message, { rule: 'plimsoll/image-exposed-ports-allowed', match: { part } }];
      }),
    );
}
