import type { CommandDefinition } from '../definition.ts';
import { attest, attestExport, attestImport } from './attest.ts';
import { audit } from './audit.ts';
import { bundleBuild, bundleCheck, bundleImport, bundleInspect, bundleTest } from './bundle.ts';
import { collect } from './collect.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { list } from './list.ts';
import { report } from './report.ts';

/** Every command, in the order of `--help`. */
export const commands: readonly CommandDefinition[] = [
  audit,
  collect,
  evaluate,
  report,
  diff,
  explain,
  attest,
  attestExport,
  attestImport,
  list,
  bundleCheck,
  bundleTest,
  bundleBuild,
  bundleInspect,
  bundleImport,
  doctor,
];
