/** The only file that knows @cyclonedx/cyclonedx-library: its validators and the schemas that come with them. */
import { pieceEntries, piecesOf } from './pieces.ts';

interface Validator {
  validate(text: string): Promise<unknown>;
}

/** A schema is compiled once for each version. */
const validators = new Map<string, Validator>();

/** Characters of all pieces of one document that are checked. */
const mostCharacters = 1024 * 1024 * 1024;

const unchecked = 'it is too long to be checked against its schema as a whole';

/** More are not told: they follow from the first. */
const mostFaults = 5;

/**
 * What is wrong with a CycloneDX document by its schema; empty: it is valid. A document that nests too deep for the
 * validator is told as one that was not checked.
 */
export async function cyclonedxFaults(document: unknown, version: string): Promise<string[]> {
  const { Validation } = await import('@cyclonedx/cyclonedx-library');
  const validator: Validator =
    validators.get(version) ??
    new Validation.JsonStrictValidator(version as ConstructorParameters<typeof Validation.JsonStrictValidator>[0]);
  validators.set(version, validator);
  try {
    const { pieces, whole } = piecesOf(document);
    let room = mostCharacters;
    let first = 0;
    for (const piece of pieces) {
      const text = JSON.stringify(piece);
      room -= text.length;
      if (room < 0) return [unchecked];
      const errors = await validator.validate(text);
      if (errors !== null) return faultsOf(errors, first);
      first += pieceEntries;
    }
    return whole ? [] : [unchecked];
  } catch (error) {
    if (error instanceof RangeError) return ['it nests too deep to be checked against its schema'];
    if (error instanceof Validation.MissingOptionalDependencyError) {
      return ['it was not checked against its schema, since the package ajv is not installed'];
    }
    throw error;
  }
}

/** @param first - entry that the piece begins with, from which places in long lists count */
function faultsOf(errors: unknown, first: number): string[] {
  const faults = Array.isArray(errors) ? errors.slice(0, mostFaults).map(faultText) : [];
  const where = first === 0 ? '' : ` (in long lists counted from entry ${first})`;
  return faults.length === 0 ? ['it breaks its schema'] : [...new Set(faults)].map((fault) => `${fault}${where}`);
}

function faultText(error: unknown): string {
  const { instancePath = '', message = 'breaks its schema' } = error as { instancePath?: string; message?: string };
  return `${instancePath === '' ? '/' : instancePath.slice(0, 200)} ${message.slice(0, 200)}`;
}
