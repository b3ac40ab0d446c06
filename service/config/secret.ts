import fs from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { z } from 'zod';
import { PlimsollError } from '../../engine/index.ts';
import { reasonOf } from './reason.ts';

/** A reference to a secret: never the value itself. */
export const SecretReference = z.union([
  z.strictObject({ env: z.string().describe('Name of an environment variable.') }),
  z.strictObject({ file: z.string().describe('Path of a file; a line break at its end is left out.') }),
  z.strictObject({ credential: z.string().describe('Name of a credential that systemd hands over.') }),
]);
export type SecretReference = z.infer<typeof SecretReference>;

const shown = '[redacted]';

/** A secret in memory. However it is printed, it prints `[redacted]`; only {@link Secret.reveal} gives it out. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return shown;
  }
  toJSON(): string {
    return shown;
  }
  [inspect.custom](): string {
    return shown;
  }
}

/**
 * Reads the secret that a reference names.
 * @param folder folder that relative paths start from
 * @throws PlimsollError `secret-unreadable`, naming the reference and never the value
 */
export async function readSecret(
  reference: SecretReference,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Secret> {
  if ('env' in reference) {
    const value = environment[reference.env];
    if (value) return new Secret(value);
    throw missing(`the environment variable ${reference.env}`, 'it is not set');
  }
  const credentials = environment['CREDENTIALS_DIRECTORY'];
  if ('credential' in reference && !credentials) {
    throw missing(`the credential ${reference.credential}`, 'CREDENTIALS_DIRECTORY is not set');
  }
  const file =
    'file' in reference ? path.resolve(folder, reference.file) : path.join(credentials ?? '', reference.credential);
  try {
    const text = (await fs.readFile(file, 'utf8')).replace(/\r?\n$/, '');
    if (text !== '') return new Secret(text);
  } catch (error) {
    throw missing(file, reasonOf(error));
  }
  throw missing(file, 'it is empty');
}

function missing(what: string, why: string): PlimsollError {
  return new PlimsollError('secret-unreadable', `a secret cannot be read from ${what}: ${why}`);
}
