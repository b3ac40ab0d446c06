import type { ViewContext } from './context.ts';
import type { Dates } from './dates.ts';
import { listing, ofKind, plural, shortDigest } from './words.ts';

export const notStated = 'not stated';

/** A line of a definition list. */
export interface Fact {
  name: string;
  value: string;
  /** Written in the typeface of code. */
  code: boolean;
  /** Needs the whole width. */
  wide: boolean;
}

/** Who, when and what: the head of page one. */
export interface IdentityView {
  heading: string;
  /** System and environment; null where neither is stated. */
  subject: string | null;
  moment: string;
  facts: Fact[];
  /** Printed on every page; null where not stated. */
  classification: string | null;
  logo: string | null;
}

export function identityView(context: ViewContext, dates: Dates): IdentityView {
  const { result, settings, show } = context;
  const stated = (value: string | undefined) => (value === undefined ? notStated : show(value));
  const subject = [settings.system, settings.environment].filter((part) => part !== undefined).map(show);
  const distribution = [settings.distribution ?? []].flat();
  const fact = (name: string, value: string, code = false): Fact => ({ name, value, code, wide: false });
  return {
    heading: 'Container compliance report',
    subject: subject.length === 0 ? null : subject.join(' / '),
    moment: dates.moment(result.createdAt),
    classification: settings.classification === undefined ? null : show(settings.classification),
    logo: settings.logo ?? null,
    facts: [
      fact('Entity', stated(settings.entity)),
      fact('System', stated(settings.system)),
      fact('Boundary', stated(settings.boundary)),
      fact('Environment', stated(settings.environment)),
      fact('Classification', stated(settings.classification)),
      fact('Prepared by', settings.preparedBy === undefined ? collectedBy(context) : show(settings.preparedBy)),
      fact('Reviewer', stated(settings.reviewer)),
      fact('Distribution', distribution.length === 0 ? notStated : distribution.map(show).join(', ')),
      ...(result.asOf === null ? [] : [fact('Expiries as of', dates.moment(result.asOf))]),
      fact('Judged by', result.inputs.bundles.map((bundle) => `${show(bundle.id)} ${show(bundle.version)}`).join(', ')),
      snapshotFact(context),
      { ...fact('Looked at', lookedAt(context)), wide: true },
    ],
  };
}

/** What was judged, in one line; the scope table has it by target. */
function lookedAt({ result }: ViewContext): string {
  const judged = new Map<string, number>();
  for (const { kinds } of result.targets) {
    for (const [kind, coverage] of Object.entries(kinds)) judged.set(kind, (judged.get(kind) ?? 0) + coverage.judged);
  }
  const parts = [...judged].filter(([, count]) => count > 0).map(([kind, count]) => ofKind(count, kind));
  const failed = result.targets.filter((target) => target.status === 'failed').length;
  const partly = result.targets.filter((target) => target.status === 'partial').length;
  const states = [...(partly > 0 ? [`${partly} partly read`] : []), ...(failed > 0 ? [`${failed} not read`] : [])];
  const targets = `${plural(result.targets.length, 'target')}${states.length === 0 ? '' : ` (${states.join(', ')})`}`;
  return parts.length === 0 ? `nothing, on ${targets}` : `${listing(parts, parts.length)} on ${targets}`;
}

function snapshotFact({ result }: ViewContext): Fact {
  const [only, ...others] = result.inputs.snapshots;
  if (only === undefined) return { name: 'Snapshot', value: notStated, code: false, wide: false };
  if (others.length > 0) {
    return { name: 'Snapshots', value: `${plural(others.length + 1, 'file')}, see Inputs`, code: false, wide: false };
  }
  return { name: 'Snapshot', value: shortDigest(only.digest), code: true, wide: false };
}

function collectedBy({ result, show }: ViewContext): string {
  const [snapshot] = result.inputs.snapshots;
  const where = snapshot?.machine == null ? '' : ` on ${show(snapshot.machine)}`;
  const who = snapshot?.operator == null ? '' : `, run by ${show(snapshot.operator)}`;
  return `plimsoll ${show(result.engine.version)}${where}${who}`;
}
