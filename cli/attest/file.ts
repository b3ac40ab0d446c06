import { type Attestation, parseAttestations } from '../../engine/index.ts';
import { parseYaml, putIntoList } from '../../rego/index.ts';
import { subjectOf } from './rows.ts';

/**
 * The text of `attestations.yaml` with further answers: one for the same control and scope takes the place of the old
 * one, others come to the end. Comments and order of a file that exists stay.
 * @param before the file as it is; null where there is none
 * @throws PlimsollError `yaml-invalid` or `attestation-invalid` for a file that cannot be used as it is
 */
export function withAnswers(before: string | null, answers: readonly Attestation[], file: string): string {
  const isNew = before === null || before.trim() === '';
  if (!isNew) parseAttestations(parseYaml(before, file), { file });
  const text = putIntoList(isNew ? 'attestations: []\n' : before, 'attestations', answers, (old, fresh) => {
    return subjectOf(old as Attestation) === subjectOf(fresh as Attestation);
  });
  // What was written must be read again: an answer that cannot be is refused here and not in the next audit.
  parseAttestations(parseYaml(text, file), { file });
  return text;
}
