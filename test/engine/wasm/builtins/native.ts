import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { marshal } from '../../../../engine/wasm/builtins/json.ts';
import { readValue, writeValue } from '../../../../engine/wasm/builtins/text.ts';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import { equal, sorted } from '../../../../engine/wasm/builtins/value.ts';

/** Sets as sorted arrays and keys as text: what JSON output makes of a value. */
export function asJson(value: Value | undefined): Value | undefined {
  if (Array.isArray(value)) return value.map((element) => asJson(element)!);
  if (value instanceof Set) {
    const elements = sorted(value);
    return elements
      .filter((element, at) => at === 0 || !equal(element, elements[at - 1]!))
      .map((each) => asJson(each)!);
  }
  if (value instanceof Map)
    return new Map([...value].map(([key, member]) => [typeof key === 'string' ? key : marshal(key), asJson(member)!]));
  return value;
}

/**
 * What native OPA answers for many calls of one built-in, in one process; undefined where it reports an error.
 * @param executable path of OPA
 */
export function callNative(executable: string, builtin: string, calls: Value[][]): (Value | undefined)[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-native-'));
  try {
    const arity = calls[0]?.length ?? 0;
    const operands = Array.from({ length: arity }, (_, index) => `call[${index}]`).join(', ');
    const list = calls.map((call) => `\t${writeValue(call)},\n`).join('');
    const body = `calls := [\n${list}]\n\nanswers[index] := answer if {\n\tsome index, call in calls\n\tanswer := ${builtin}(${operands})\n}\n`;
    const file = path.join(folder, 'calls.rego');
    writeFileSync(file, `package calls\n\n${body}`);
    const output = execFileSync(executable, ['eval', '--format=raw', '--data', file, 'data.calls.answers'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const answers = readValue(output.trim()) as Map<Value, Value>;
    return calls.map((_, index) => answers.get(String(index)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
