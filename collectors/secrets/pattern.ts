/** How a pattern is found. */
export type SecretPlace = 'token' | 'line' | 'file';

/** One kind of secret: what it looks like, and how to find it fast. A new one is a line in a table of `patterns/`. */
export interface SecretPattern {
  /** As findings and documents show it. */
  id: string;
  /** What it is, in a few words. */
  title: string;
  /**
   * `token`: gives itself away, the match begins with a keyword; `line`: recognised by what stands beside it on its
   * line; `file`: recognised by the name of its file alone.
   */
  place: SecretPlace;
  /** One of them is in every match, at its beginning for tokens. At least four characters; case counts for tokens only. */
  keywords: readonly string[];
  /** Matches in time linear in the text: no repeated groups, no look-around, no back references. */
  expression: RegExp;
  /** Lowest entropy in bits per character of the first group, or of the match. */
  entropy: number;
  /** Paths it is looked for in; null: everywhere. */
  files: RegExp | null;
  /** A last look at the first group, or at the match. */
  accept: ((value: string) => boolean) | null;
}

interface Options {
  entropy?: number;
  files?: RegExp;
  accept?: (value: string) => boolean;
}

/** Entropy that random letters and digits exceed, and words seldom do. */
const ordinaryEntropy = 3;

/** A secret that begins with a fixed text: `token('npm-token', 'npm access token', ['npm_'], '[A-Za-z0-9]{36}')`. */
export function token(
  id: string,
  title: string,
  prefixes: readonly string[],
  body: string,
  options: Options = {},
): SecretPattern {
  const start = prefixes.map(escapeExpression).join('|');
  const keywords = prefixes.flatMap(longEnough);
  return pattern(id, title, 'token', keywords, new RegExp(`(?:${start})${body}`, 'y'), options);
}

/** Keywords have four characters: a prefix of three becomes one for every character that tokens go on with. */
function longEnough(prefix: string): string[] {
  if (prefix.length !== 3) return [prefix];
  return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'].map((next) => prefix + next);
}

/** A secret that only the text beside it shows; the first group is the secret. */
export function beside(
  id: string,
  title: string,
  keywords: readonly string[],
  expression: RegExp,
  options: Options = {},
): SecretPattern {
  return pattern(
    id,
    title,
    'line',
    keywords,
    new RegExp(expression.source, `g${expression.flags.replace('g', '')}`),
    options,
  );
}

/** A secret of files of one name; the first group is the secret. */
export function inFile(
  id: string,
  title: string,
  files: RegExp,
  expression: RegExp,
  options: Options = {},
): SecretPattern {
  return pattern(id, title, 'file', [], new RegExp(expression.source, `gm${expression.flags.replace(/[gm]/g, '')}`), {
    entropy: 0,
    ...options,
    files,
  });
}

function pattern(
  id: string,
  title: string,
  place: SecretPlace,
  keywords: readonly string[],
  expression: RegExp,
  options: Options,
): SecretPattern {
  return {
    id,
    title,
    place,
    keywords,
    expression,
    entropy: options.entropy ?? ordinaryEntropy,
    files: options.files ?? null,
    accept: options.accept ?? null,
  };
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A name that is set to a value, as shells, INI, YAML, JSON, XML attributes and most languages write it. */
export function assigned(names: string, value: string): RegExp {
  return new RegExp(`(?:${names})\\\\{0,4}["']?\\s{0,8}(?:=>|:=|=|:|>|,)\\s{0,8}\\\\{0,4}["'\`]?(${value})`, 'i');
}
