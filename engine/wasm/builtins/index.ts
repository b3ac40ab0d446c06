import { collectionBuiltins } from './collections.ts';
import { encodingBuiltins } from './encoding.ts';
import { jsonBuiltins } from './json.ts';
import { networkBuiltins } from './network.ts';
import { regexBuiltins } from './regex.ts';
import { semverBuiltins } from './semver.ts';
import { sprintfBuiltins } from './sprintf.ts';
import { stringBuiltins } from './strings.ts';
import { timeBuiltins } from './time.ts';
import { unitBuiltins } from './units.ts';
import type { BuiltinTable } from './value.ts';

export type { BuiltinHost } from './host.ts';
export { createBuiltinHost } from './host.ts';
export type { Builtin, BuiltinTable, NumberText, Value } from './value.ts';

/**
 * All built-ins the host implements, by name, on values as {@link createBuiltinHost} passes them (sets are `Set`, objects
 * are `Map`, numbers keep their digits). Semantics are those of OPA 1.22.2: `undefined` where OPA would report an error.
 */
export function createBuiltins(): BuiltinTable {
  return {
    ...collectionBuiltins,
    ...encodingBuiltins,
    ...jsonBuiltins,
    ...networkBuiltins,
    ...regexBuiltins,
    ...semverBuiltins,
    ...sprintfBuiltins,
    ...stringBuiltins,
    ...timeBuiltins,
    ...unitBuiltins,
  };
}
