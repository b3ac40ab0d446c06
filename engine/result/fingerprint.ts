import { canonicalJson } from '../snapshot/canonical.ts';
import { sha256Hex } from '../snapshot/digest.ts';

/**
 * What stays the same of a finding from run to run: sha256 (hexadecimal) of the canonical
 * `[rule, kind, key, part or null]`. History, waivers and differences of two results go by it.
 */
export function fingerprint(rule: string, kind: string, key: string, part: string | null): string {
  return sha256Hex(canonicalJson([rule, kind, key, part]));
}

/** The same for a control without rules: sha256 of `["control", "<framework>:<id>"]`. */
export function controlFingerprint(id: string): string {
  return sha256Hex(canonicalJson(['control', id]));
}
