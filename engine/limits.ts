const KiB = 1024;
const MiB = 1024 * KiB;

interface Limit {
  value: number;
  unit: 'bytes' | 'milliseconds' | 'count';
  meaning: string;
}

/**
 * Every limit of the product, by the name that messages and `limits:` in plimsoll.yaml use.
 * Reaching one is reported with its name, never a silent cut.
 */
export const limitTable = {
  resourceLineBytes: { value: 16 * MiB, unit: 'bytes', meaning: 'one resource line of a snapshot' },
  snapshotSpoolBytes: { value: 64 * MiB, unit: 'bytes', meaning: 'lines sorted in memory before a spool goes to disk' },
  snapshotResources: { value: 5_000_000, unit: 'count', meaning: 'resources of one snapshot' },
  apiJsonBytes: { value: 256 * MiB, unit: 'bytes', meaning: 'one JSON answer of an API' },
  apiRequestMilliseconds: { value: 30_000, unit: 'milliseconds', meaning: 'one request to an API' },
  apiConcurrency: { value: 8, unit: 'count', meaning: 'requests to one API at the same time' },
  targetMilliseconds: { value: 30 * 60_000, unit: 'milliseconds', meaning: 'one target from start to end' },
  commandMilliseconds: { value: 10_000, unit: 'milliseconds', meaning: 'one command run on the inspected host' },
  commandOutputBytes: { value: 16 * MiB, unit: 'bytes', meaning: 'the output of one such command' },
  hostFileBytes: { value: 64 * MiB, unit: 'bytes', meaning: 'one file read from a host' },
  hostFilesMatched: { value: 10_000, unit: 'count', meaning: 'files of a host that bundles asked for' },
  hostWalkEntries: { value: 500_000, unit: 'count', meaning: 'directory entries walked for them' },
  batchResources: { value: 64, unit: 'count', meaning: 'resources judged in one call' },
  batchBytes: { value: 512 * KiB, unit: 'bytes', meaning: 'bytes judged in one call; a longer line goes alone' },
  workerThreshold: { value: 500, unit: 'count', meaning: 'resources from which worker threads are used' },
  wasmMemoryBytes: { value: 512 * MiB, unit: 'bytes', meaning: 'memory of one policy instance' },
  wasmRecycleBytes: { value: 128 * MiB, unit: 'bytes', meaning: 'memory above which an instance is replaced' },
  batchMilliseconds: { value: 10_000, unit: 'milliseconds', meaning: 'one call of a policy' },
  builtinValues: { value: 1_000_000, unit: 'count', meaning: 'values made by one call of a built-in function' },
  findingsPerOutcome: { value: 10_000, unit: 'count', meaning: 'findings of one rule on one resource' },
  evidenceBytes: { value: 2 * KiB, unit: 'bytes', meaning: 'evidence of one finding' },
  bundleBytes: { value: 64 * MiB, unit: 'bytes', meaning: 'one built bundle, unpacked' },
  bundleFiles: { value: 20_000, unit: 'count', meaning: 'files of one bundle' },
  compileMilliseconds: { value: 120_000, unit: 'milliseconds', meaning: 'one request to the Rego compiler' },
  configurationBytes: {
    value: 4 * MiB,
    unit: 'bytes',
    meaning: 'one configuration, profile, waiver or attestation file',
  },
  yamlAliases: { value: 100, unit: 'count', meaning: 'aliases expanded in one YAML file' },
  resultFileBytes: { value: 512 * MiB, unit: 'bytes', meaning: 'one result file that is read again' },
  resultInlineResources: {
    value: 10_000,
    unit: 'count',
    meaning: 'resources listed in result.json; more go to a file beside it',
  },
  resultInlineOutcomes: {
    value: 100_000,
    unit: 'count',
    meaning: 'outcomes listed in result.json; more go to a file beside it',
  },
  reportLabelCharacters: { value: 400, unit: 'count', meaning: 'characters of one foreign string shown in a report' },
  reportRowsPerRule: {
    value: 40,
    unit: 'count',
    meaning: 'rows shown under one rule in a report; all are in result.json',
  },
  reportEdits: { value: 30, unit: 'count', meaning: 'edits a report shows in full; more are in a short table' },
  reportRows: { value: 1_000, unit: 'count', meaning: 'rows of one other list of a report; all are in result.json' },
  pdfMilliseconds: { value: 120_000, unit: 'milliseconds', meaning: 'printing one PDF' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limitTable;

/** All limits by name, as numbers in the unit of {@link limitTable}. */
export type Limits = Readonly<Record<LimitName, number>>;

/** The limits in force: the table's values, with the overrides of the configuration. */
export function limitsWith(overrides: Partial<Record<LimitName, number>> = {}): Limits {
  const entries = Object.entries(limitTable).map(([name, limit]) => [
    name,
    overrides[name as LimitName] ?? limit.value,
  ]);
  return Object.fromEntries(entries) as Limits;
}
