import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuiltins } from '../../../../engine/wasm/builtins/index.ts';
import { printValue } from '../../../../engine/wasm/builtins/text.ts';
import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import { findOpa, skipUnless } from '../../../support/real-parts.ts';
import type { Calls } from './generators.ts';
import * as made from './generators.ts';
import { asJson, callNative } from './native.ts';

const opa = findOpa();
const builtins = createBuiltins();

/** Calls that are made of each built-in, and how many of them must not be undefined for the test to mean anything. */
const families: [name: string, calls: Calls, count: number, defined: number][] = [
  ['sprintf', made.sprintfCalls, 3000, 3000],
  ['regex.find_n', made.findCalls, 3000, 600],
  ['regex.split', made.splitCalls, 3000, 600],
  ['regex.replace', made.replaceCalls, 3000, 600],
  ['units.parse', made.unitCalls, 800, 200],
  ['units.parse_bytes', made.unitCalls, 800, 200],
  ['semver.compare', made.versionPairs, 3000, 200],
  ['semver.is_valid', made.versions, 800, 800],
  ['net.cidr_is_valid', made.cidrs, 400, 400],
  ['net.cidr_contains_matches', made.cidrPairs, 1500, 100],
  ['time.date', made.moments, 800, 600],
  ['time.clock', made.moments, 800, 600],
  ['time.weekday', made.moments, 800, 600],
  ['time.format', made.moments, 1500, 1000],
  ['time.diff', made.momentPairs, 800, 500],
  ['time.add_date', made.dateSteps, 800, 300],
  ['time.parse_rfc3339_ns', made.timestamps, 800, 50],
  ['time.parse_duration_ns', made.durations, 800, 100],
  ['strings.count', made.textPairs, 400, 400],
  ['strings.split_n', made.limitedSplits, 400, 200],
  ['indexof_n', made.textPairs, 400, 200],
  ['urlquery.encode', made.texts, 400, 400],
  ['urlquery.decode', made.texts, 400, 100],
  ['urlquery.decode_object', made.texts, 400, 100],
  ['hex.encode', made.texts, 200, 200],
  ['base64url.encode_no_pad', made.texts, 200, 200],
  ['crypto.sha256', made.texts, 200, 200],
  ['crypto.hmac.sha512', made.textPairs, 200, 200],
  ['glob.quote_meta', made.texts, 200, 200],
  ['json.marshal_with_options', made.marshals, 600, 600],
  ['json.patch', made.patches, 800, 100],
  ['object.subset', made.subsets, 800, 100],
];

describe('built-ins answer as native OPA does', skipUnless(opa, 'native opa is not built here'), () => {
  it.each(families)('%s', (name, calls, count, defined) => {
    const sample = fc.sample(calls, { numRuns: count, seed: 20_240_229 });
    const wanted = callNative(opa!, name, sample).map(shown);
    const found = sample.map((call) => shown(asJson(builtins[name]!(...call))));
    const differences = sample.map((call, index) => [printValue(call), found[index], wanted[index]]);
    expect(differences.filter(([, ours, theirs]) => ours !== theirs)).toEqual([]);
    expect(wanted.filter((answer) => answer !== 'undefined').length).toBeGreaterThanOrEqual(defined);
  });
});

function shown(value: Value | undefined): string {
  return value === undefined ? 'undefined' : printValue(value);
}
