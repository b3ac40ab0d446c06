import type { SecretPattern } from './pattern.ts';
import { assignmentPatterns } from './patterns/assignments.ts';
import { cloudPatterns } from './patterns/cloud.ts';
import { codePatterns } from './patterns/code.ts';
import { filePatterns } from './patterns/files.ts';
import { keyPatterns } from './patterns/keys.ts';
import { servicePatterns } from './patterns/services.ts';

/** Every kind of secret that is looked for. A new one is a line in a table of `patterns/`. */
export const secretPatterns: readonly SecretPattern[] = [
  ...cloudPatterns,
  ...codePatterns,
  ...servicePatterns,
  ...keyPatterns,
  ...filePatterns,
  ...assignmentPatterns,
];
