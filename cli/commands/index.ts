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
import { mailOutbox, mailPreview, mailTest } from './mail.ts';
import { report } from './report.ts';
import { runsDiff, runsHold, runsList, runsPrune, runsRerun, runsShow } from './runs.ts';
import { scheduleAdd, scheduleList, scheduleNext, schedulePause, scheduleResume, scheduleRun } from './schedule.ts';
import { serve } from './serve.ts';

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
  runsList,
  runsShow,
  runsDiff,
  runsRerun,
  runsHold,
  runsPrune,
  scheduleList,
  scheduleNext,
  scheduleAdd,
  scheduleRun,
  schedulePause,
  scheduleResume,
  mailPreview,
  mailTest,
  mailOutbox,
  bundleCheck,
  bundleTest,
  bundleBuild,
  bundleInspect,
  serve,
  bundleImport,
  doctor,
];
