const nanosecondsOf: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Hours of the units that OPA adds to Go's. */
const hoursOf: Record<string, number> = { d: 24, w: 7 * 24, y: 365 * 24 };

const most = 2n ** 63n;

/** A duration such as `1h30m` or `1.5d`, in nanoseconds; undefined when it is none or does not fit 64 bits. */
export function parseDuration(text: string): bigint | undefined {
  const match = /^([+-]?)(.*)$/s.exec(text)!;
  const negative = match[1] === '-';
  const body = /[dwy]/.test(text) ? inHours(match[2]!) : match[2]!;
  if (body === undefined || body === '') return undefined;
  if (body === '0') return 0n;
  let sum = 0n;
  for (let rest = body; rest !== ''; ) {
    const part = /^(\d*)(?:\.(\d*))?([^.\d]+)/.exec(rest);
    const amount = part === null ? undefined : amountOf(part[1]!, part[2] ?? '', part[3]!);
    if (amount === undefined) return undefined;
    sum += amount;
    if (sum > most) return undefined;
    rest = rest.slice(part![0].length);
  }
  if (negative) return -sum;
  return sum === most ? undefined : sum;
}

/** Rewrites days, weeks and years as hours. */
function inHours(text: string): string | undefined {
  let rewritten = '';
  for (let rest = text; rest !== ''; ) {
    const part = /^([0-9.]+)(ms|us|µs|ns|[a-z])/.exec(rest);
    if (part === null) return undefined;
    const [whole, digits, unit] = part as unknown as [string, string, string];
    rest = rest.slice(whole.length);
    const hours = hoursOf[unit];
    if (hours === undefined) rewritten += whole;
    else if (/^(\d+\.?\d*|\.\d+)$/.test(digits)) rewritten += `${plainNumber(Number(digits) * hours)}h`;
    else return undefined;
  }
  return rewritten;
}

function plainNumber(number: number): string {
  return /e/.test(String(number)) ? BigInt(Math.trunc(number)).toString() : String(number);
}

function amountOf(whole: string, fraction: string, unit: string): bigint | undefined {
  const size = Object.hasOwn(nanosecondsOf, unit) ? nanosecondsOf[unit]! : undefined;
  if (size === undefined || (whole === '' && fraction === '')) return undefined;
  const amount = BigInt(whole || '0') * size;
  if (amount > most) return undefined;
  // The fraction is computed in doubles, as Go does, so that the last nanosecond agrees.
  const digits = usedDigits(fraction);
  return amount + BigInt(Math.trunc(Number(digits || '0') * (Number(size) / 10 ** digits.length)));
}

/** As many digits as a 64-bit integer holds; Go ignores the others. */
function usedDigits(fraction: string): string {
  const digits = fraction.slice(0, 19);
  const fits = BigInt(digits.slice(0, 18) || '0') <= (most - 1n) / 10n && BigInt(digits || '0') <= most;
  return fits ? digits : digits.slice(0, 18);
}
