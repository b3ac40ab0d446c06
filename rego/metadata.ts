import { z } from 'zod';
import { type Place, PlimsollError, RuleCustom } from '../engine/index.ts';
import type { Outline } from './protocol.ts';
import type { SourceFile } from './types.ts';
import { parseLocatedYaml } from './yaml.ts';

/** The METADATA of a rule's package: the closed schema of `bundles.md`. */
export const RuleMetadata = z.strictObject({
  scope: z.literal('package').optional(),
  title: z.string().min(1),
  description: z.string().min(1),
  related_resources: z.array(z.strictObject({ ref: z.url(), description: z.string().optional() })).default([]),
  custom: RuleCustom,
});
export type RuleMetadata = z.infer<typeof RuleMetadata>;

export interface LocatedMetadata {
  value: RuleMetadata;
  place(path: readonly PropertyKey[]): Place;
}

/**
 * The METADATA above the package clause of a rule's module, checked, with places in the Rego file.
 * @throws PlimsollError `rego-invalid`
 */
export function readMetadata(file: SourceFile, outline: Outline): LocatedMetadata {
  const block = metadataBlock(file.text, outline.row);
  if (block === null) {
    const place = { file: file.file, line: outline.row, column: 1 };
    throw new PlimsollError('rego-invalid', 'The package has no METADATA', { place });
  }
  const offset = { line: block.firstLine - 1, column: 2 };
  return parseLocatedYaml(block.text, file.file, RuleMetadata, { code: 'rego-invalid', offset });
}

/** The comment lines between `# METADATA` and the package clause, without their `# `; lines count from 1. */
function metadataBlock(text: string, packageRow: number): { text: string; firstLine: number } | null {
  const lines = text.split('\n').slice(0, packageRow - 1);
  const start = lines.findLastIndex((line) => /^#\s*METADATA\s*$/.test(line));
  if (start < 0) return null;
  const body = lines.slice(start + 1);
  const end = body.findIndex((line) => !line.startsWith('#'));
  const comment = end < 0 ? body : body.slice(0, end);
  return { text: comment.map((line) => line.replace(/^# ?/, '')).join('\n'), firstLine: start + 2 };
}
