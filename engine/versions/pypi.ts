import { digitsKey, type Key } from './key.ts';

/** Appendix B of PEP 440, in our spelling. */
const pattern =
  /^v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preNumber>\d*))?(?:-(?<implicit>\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postNumber>\d*))?(?:[-_.]?(?<dev>dev)[-_.]?(?<devNumber>\d*))?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

const phases: Record<string, number> = { a: 0, alpha: 0, b: 1, beta: 1, c: 2, rc: 2, pre: 2, preview: 2 };
const [least, most] = [-1, 9];

/** Whether the text is a version after PEP 440. */
export function isPypiVersion(text: string): boolean {
  return pattern.test(text.trim().toLowerCase());
}

/** Order of Python's packages (PEP 440). What is no such version is less than all that are, in the order of setuptools. */
export function pypiKey(text: string): Key {
  const lower = text.trim().toLowerCase();
  const match = pattern.exec(lower);
  if (match === null) return [0, legacyKey(lower)];
  const { epoch, release, pre, preNumber, implicit, post, postNumber, dev, devNumber, local } = match.groups!;
  const isPost = implicit !== undefined || post !== undefined;
  return [
    1,
    digitsKey(epoch ?? ''),
    numbersKey(release!.split('.')),
    preKey(pre, preNumber, dev !== undefined && !isPost),
    isPost ? [0, digitsKey(implicit ?? postNumber ?? '')] : [least],
    dev === undefined ? [most] : [0, digitsKey(devNumber ?? '')],
    localKey(local),
  ];
}

function preKey(phase: string | undefined, number: string | undefined, onlyDev: boolean): Key {
  if (phase !== undefined) return [phases[phase]!, digitsKey(number ?? '')];
  return [onlyDev ? least : most];
}

function numbersKey(numbers: readonly string[]): Key {
  const last = numbers.findLastIndex((number) => !/^0+$/.test(number));
  return numbers.slice(0, last + 1).map(digitsKey);
}

/** Words before numbers; none is least. */
function localKey(local: string | undefined): Key {
  if (local === undefined) return [0];
  const parts = local.split(/[-_.]/);
  return [1, parts.map((part): Key => (/^\d+$/.test(part) ? [1, digitsKey(part)] : [0, part]))];
}

const replaced: Record<string, string> = { pre: 'c', preview: 'c', rc: 'c', dev: '@', '-': 'final-' };

/** What setuptools did before PEP 440. */
function legacyKey(text: string): Key {
  const parts: string[] = [];
  for (const raw of [...text.split(/(\d+|[a-z]+|\.|-)/), 'final']) {
    const part = Object.hasOwn(replaced, raw) ? replaced[raw]! : raw;
    if (part === '' || part === '.') continue;
    const number = /^\d/.test(part);
    const spelt = number ? part.replace(/^0+(?=\d)/, '').padStart(8, '0') : `*${part}`;
    if (!number) {
      while (spelt < '*final' && parts.at(-1) === '*final-') parts.pop();
      while (parts.at(-1) === '00000000') parts.pop();
    }
    parts.push(spelt);
  }
  return parts;
}
