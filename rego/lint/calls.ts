import type { Outline } from '../protocol.ts';
import { fault, placeOf, type RuleLint } from './context.ts';

/** Built-ins that are undefined for some of their arguments, by which a finding would silently disappear. */
const partial = [
  /^to_number$/,
  /^(json|yaml)\.unmarshal$/,
  /^(base64|base64url|hex|urlquery)\.decode(_object)?$/,
  /^semver\.compare$/,
  /^units\./,
  /^time\.(parse_|add_date|date|clock|weekday|diff|format)/,
  /^net\.cidr_(?!is_valid)/,
];

const patterns = /^regex\.(?!is_valid)/;

type Call = Outline['calls'][number];

/** `walk`, partial built-ins, patterns that are not constant, and `print` stay out of rules. */
export const plainCalls: RuleLint = ({ outline, files }) =>
  outline.calls.flatMap((call) => {
    const why = refused(call);
    return why === null ? [] : [fault(placeOf(files, call), why)];
  });

function refused({ name, constant }: Call): string | null {
  if (name === 'walk') return 'walk reads everything: name the facts';
  if (name === 'print') return 'print is for trying things out: remove it';
  if (partial.some((pattern) => pattern.test(name))) {
    return `${name} makes a finding disappear where it fails: use a wrapper of plimsoll.lib`;
  }
  if (patterns.test(name) && !constant) return `${name} with a pattern from data: only a library may do that`;
  return null;
}
