import { z } from 'zod';
import { dateOrTime, isDateOrTime, isPeriod } from './dates.ts';
import { allOrNothing, type ParsedEntries, readEntries } from './waivers.ts';

const Text = z.string().min(1);

/** A person's dated answer to a question that no rule decides: one entry of `attestations.yaml`. */
export const Attestation = z.strictObject({
  control: Text.describe('<framework>:<id>, or the full id of a rule that asks'),
  scope: z
    .union([Text, z.array(Text).min(1)])
    .optional()
    .describe('globs over keys of resources; absent: everywhere'),
  answer: z.enum(['satisfied', 'not-satisfied', 'not-applicable', 'inherited']),
  provider: Text.optional().describe('who provides the control, for inherited'),
  by: Text,
  on: z.string().regex(dateOrTime, 'a date or an RFC 3339 time'),
  validFor: z.string().describe('period of ISO 8601, such as P365D'),
  evidence: z
    .array(z.strictObject({ text: Text.optional(), file: Text.optional(), digest: Text.optional() }))
    .optional(),
  lapseOn: Text.optional().describe('digest of the facts that the answer was given for'),
});
export type Attestation = z.infer<typeof Attestation>;

/** `attestations.yaml`. */
export const AttestationFile = z.strictObject({ attestations: z.array(Attestation) });

/**
 * Reads the parsed content of `attestations.yaml`: `{attestations: […]}` or the bare list.
 * Throws `attestation-invalid` for the first broken entry, the others in `others`.
 */
export function parseAttestations(value: unknown, options: { file?: string } = {}): Attestation[] {
  return allOrNothing(readAttestations(value, options));
}

/** The same for runs that nobody watches: what can be used, and an error for each entry that cannot. */
export function readAttestations(value: unknown, options: { file?: string } = {}): ParsedEntries<Attestation> {
  const code = 'attestation-invalid';
  return readEntries(value, { ...options, name: 'attestations', code, schema: Attestation, faultOf });
}

function faultOf(attestation: Attestation): string | null {
  const { answer, provider, on, validFor } = attestation;
  if (answer === 'inherited' && provider === undefined) return 'provider: missing, and inherited asks for it';
  if (!isDateOrTime(on)) return `on: ${on} is no date`;
  if (!isPeriod(validFor)) return `validFor: ${validFor} is no period such as P365D`;
  for (const item of attestation.evidence ?? []) {
    if ((item.text === undefined) === (item.file === undefined)) return 'evidence: an item is a text or a file';
    if (item.file !== undefined && item.digest === undefined) return 'evidence: a file has its digest';
  }
  return null;
}
