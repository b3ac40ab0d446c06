/** Finds licence texts while layers are read. */
import { createHash } from 'node:crypto';
import type { Limits } from '../../engine/index.ts';
import type { FileInspector, PassingFile } from '../image/contract.ts';
import { copyrightsIn, tidyCopyrights } from './copyrights.ts';
import { isDep5, readDep5 } from './dep5.ts';
import { writeExpression } from './expression.ts';
import { plainText } from './plain-text.ts';
import { readText } from './read-text.ts';

/** What a licence file says. */
export interface LicenseNote {
  /** SPDX expression; null: nothing was recognised. */
  expression: string | null;
  /**
   * `text`: the licence itself, or terms that are not recognised; `dep5`: Debian's machine-readable copyright;
   * `reference`: a notice that names it, or holders of copyright alone.
   */
  kind: 'text' | 'dep5' | 'reference';
  /** The least similar of the texts in it, 0.98 to 1; 0: none was recognised. */
  similarity: number;
  /** sha256 of the file. */
  digest: string;
  /** Statements of copyright, redacted and sorted, fifty at most. */
  copyrights: string[];
}

/** Id of the inspector, under which its notes stand. */
export const licenseInspectorId = 'license';

const named =
  /^(?:(?:un)?licen[cs]es?|copying|copyright|patents)(?:$|[-_. ])|(?:^|[-_. ])(?:licen[cs]e|copying|copyright)(?:s|\.lesser)?(?:\.(?:txt|md|markdown|rst|html?))?$/i;
/** Endings of programs, data and pictures that have such names too. */
const otherContent =
  /\.(?:py[cio]?|pyx|m?[jt]sx?|cjs|go|c|cc|cpp|cs|h|hpp|java|class|rb|php|pl|pm|rs|sh|swift|kt|scala|lua|json5?|ya?ml|toml|xml|xsd|csv|ini|conf|cfg|properties|css|scss|svg|png|jpe?g|gif|ico|pdf|docx?|odt|so|a|o|dll|exe|jar|gz|xz|bz2|zst|zip|mo|po|pot|map|snap|db|tmpl|vim|el|dat|bin|sig|asc|[1-9])$/i;

/** Whether a path is that of a licence text: by its name, or by the folder that distributions keep them in. */
export function isLicensePath(path: string): boolean {
  if (path.startsWith('usr/share/common-licenses/') || /(?:^|\/)s?bin\/[^/]*$/.test(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (otherContent.test(name)) return false;
  if (named.test(name)) return true;
  return /^usr\/share\/licenses\/[^/]+\/|^usr\/share\/doc\/[^/]+\/copyright$|(?:^|\/)LICENSES\/[^/]+$/.test(path);
}

/** Answers by digest: an image has the same text hundreds of times. */
const memo = new Map<string, Omit<LicenseNote, 'digest'>>();
const memoSize = 4096;

/**
 * Reads licence texts. A file above `licenseTextBytes` is none that can be read: it is noted as not recognised. A file
 * that is empty or no text has no note.
 */
export const licenseTextInspector: FileInspector = {
  id: licenseInspectorId,
  version: 1,
  wants: (file) => (file.size > 0 && isLicensePath(file.path) ? 'whole' : 'no'),
  inspect(file: PassingFile, bytes: Uint8Array, limits: Limits): LicenseNote | null {
    if (bytes.length === 0 || !isLicensePath(file.path)) return null;
    const digest = createHash('sha256').update(bytes).digest('hex');
    let note = memo.get(digest);
    if (note === undefined && isBinary(bytes)) return null;
    if (note === undefined) {
      note = bytes.length > limits.licenseTextBytes ? nothing : readFile(bytes);
      if (memo.size >= memoSize) memo.clear();
      memo.set(digest, note);
    }
    return { ...note, digest: `sha256:${digest}` };
  },
};

const nothing: Omit<LicenseNote, 'digest'> = { expression: null, kind: 'text', similarity: 0, copyrights: [] };

/** A file with NUL bytes is no text, whatever its name, unless it is UTF-16. */
function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 1024).includes(0) && bytes[0] !== 0xff && bytes[0] !== 0xfe;
}

function readFile(bytes: Uint8Array): Omit<LicenseNote, 'digest'> {
  const text = plainText(bytes);
  if (isDep5(text)) {
    const { expression, copyrights } = readDep5(text);
    return {
      expression: expression === null ? null : writeExpression(expression),
      kind: 'dep5',
      similarity: 0,
      copyrights: tidyCopyrights(copyrights),
    };
  }
  const { expression, kind, similarity } = readText(text);
  return {
    expression: expression === null ? null : writeExpression(expression),
    kind,
    similarity: Math.round(similarity * 10_000) / 10_000,
    copyrights: copyrightsIn(text),
  };
}
