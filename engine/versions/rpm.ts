import { digitsKey, type Key } from './key.ts';

/** What rpmbuild accepts between epoch, version and release. */
const valid = /^(?:\d+:)?[A-Za-z0-9._+~^]+(?:-[A-Za-z0-9._+~^]+)?$/;

/** Whether the text is `[epoch:]version[-release]` of an RPM package. */
export function isRpmVersion(text: string): boolean {
  return valid.test(text);
}

/**
 * Order of RPM packages (rpm-version(7), rpmvercmp): epoch, version, release. A release that is not given is less than
 * any that is.
 */
export function rpmKey(text: string): Key {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  const hyphen = rest.lastIndexOf('-');
  const version = hyphen < 0 ? rest : rest.slice(0, hyphen);
  const release = hyphen < 0 ? '' : rest.slice(hyphen + 1);
  return [segmentsKey(colon < 0 ? '0' : text.slice(0, colon)), segmentsKey(version), segmentsKey(release)];
}

const [tilde, end, caret, letters, number] = [[0], [1], [2], 3, 4];

/** Runs of letters and of digits; whatever else stands between them only separates. */
function segmentsKey(text: string): Key {
  const segments = text.match(/~|\^|[A-Za-z]+|[0-9]+/g) ?? [];
  return [...segments.map(segmentKey), end];
}

function segmentKey(segment: string): Key {
  if (segment === '~') return tilde;
  if (segment === '^') return caret;
  return /^[0-9]/.test(segment) ? [number, digitsKey(segment)] : [letters, segment];
}
