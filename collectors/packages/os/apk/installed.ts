import { type Budget, countPath, exceeded } from '../budget.ts';
import { asBuffer, brokenText, isPlainWord, type Line, linesOf } from '../database-text.ts';
import { joinedName } from '../path-list.ts';

/** One installed package of apk. */
export interface ApkPackage {
  name: string;
  version: string;
  architecture: string | null;
  /** Package it was built from; null: not told. */
  origin: string | null;
  /** As written; null: not told. */
  license: string | null;
  /** Other names that it stands for, such as `cmd:sh` or `so:libc.so`, without their versions. */
  provides: string[];
  /** Its files without leading slash. */
  files: string[];
}

export interface ApkDatabase {
  packages: ApkPackage[];
  /** Why the database counts as corrupt, with the line; null: it is whole. */
  corrupt: string | null;
}

/** Keys that are looked at, and the characters that their lines may have: far more than any package needs. */
const wanted = new Set(['P', 'V', 'A', 'L', 'o', 'p', 'F', 'R']);
const longestLine = 1024 * 1024;
const keyLength = 2;
const slash = Buffer.from('/');

/**
 * Parses apk's database of installed packages (apk-package(5), with `F:` for a folder and `R:` for a file in it):
 * lines `X:value`, paragraphs parted by an empty line. A line of another form, a file without a folder, or a
 * paragraph without name or version, makes the database corrupt.
 */
export function parseApkInstalled(bytes: Uint8Array, budget: Budget): ApkDatabase {
  const found = new Map<string, ApkPackage>();
  let corrupt = brokenText(bytes);
  let paragraph = emptyParagraph();
  let last = 0;
  const value = (line: Line) => asBuffer(bytes).subarray(line.start + keyLength, line.end);
  const finish = () => {
    if (paragraph.begun && --budget.packages >= 0) corrupt = addParagraph(found, paragraph, last) ?? corrupt;
    paragraph = emptyParagraph();
  };
  for (const line of linesOf(bytes)) {
    if (exceeded(budget) !== null) break;
    if (line.text === '') {
      finish();
      continue;
    }
    last = line.number;
    if (!/^[A-Za-z]:/.test(line.text)) {
      corrupt ??= `line ${line.number} is not a field`;
      continue;
    }
    paragraph.begun = true;
    const key = line.text.slice(0, 1);
    if (!wanted.has(key)) continue;
    if (line.text.length > longestLine) corrupt ??= `line ${line.number} is too long`;
    else if (key === 'F') paragraph.folder = value(line);
    else if (key === 'R' && paragraph.folder !== null) addFile(paragraph, paragraph.folder, value(line), budget);
    else if (key === 'R') corrupt ??= `line ${line.number} is a file without a folder`;
    // Of a key that is repeated the first counts.
    else if (!paragraph.fields.has(key)) paragraph.fields.set(key, line.text.slice(2));
  }
  finish();
  return { packages: [...found.values()], corrupt };
}

interface Paragraph {
  begun: boolean;
  fields: Map<string, string>;
  folder: Buffer | null;
  files: string[];
}

function emptyParagraph(): Paragraph {
  return { begun: false, fields: new Map(), folder: null, files: [] };
}

/** A path longer than any file system allows names no file. */
function addFile(paragraph: Paragraph, folder: Buffer, name: Buffer, budget: Budget): void {
  const length = folder.length + name.length;
  if (length > budget.longestPath || !countPath(budget, length)) return;
  paragraph.files.push(joinedName(folder.length === 0 ? folder : Buffer.concat([folder, slash]), name));
}

function addParagraph(found: Map<string, ApkPackage>, paragraph: Paragraph, line: number): string | null {
  const { fields, files } = paragraph;
  const optional = (key: string) => fields.get(key) || null;
  const [name, version, architecture, origin] = [optional('P'), optional('V'), optional('A'), optional('o')];
  if (name === null) return `the paragraph up to line ${line} names no package`;
  if (version === null) return `the paragraph up to line ${line} has no version`;
  for (const word of [name, version, architecture ?? 'x', origin ?? 'x']) {
    if (!isPlainWord(word)) return `the paragraph up to line ${line} has no valid name or version`;
  }
  const provides = (fields.get('p') ?? '').split(' ').map((word) => word.replace(/[<>=~].*$/, ''));
  found.set(name, {
    name,
    version,
    architecture,
    origin,
    license: optional('L'),
    provides: provides.filter((word) => word !== ''),
    files,
  });
  return null;
}
