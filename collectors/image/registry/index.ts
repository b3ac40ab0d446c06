export { type OpenRegistryOptions, openRegistryImage } from './open.ts';
export { familiarName, type ImageReference, parseReference } from './reference.ts';
export type { VerificationKey } from './signatures/keys.ts';
