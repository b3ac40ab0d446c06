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
  imageBytes: { value: 16 * 1024 * MiB, unit: 'bytes', meaning: 'one image, unpacked' },
  imageFileBytes: { value: 1024 * MiB, unit: 'bytes', meaning: 'one file of an image' },
  imageInspectBytes: { value: 128 * MiB, unit: 'bytes', meaning: 'one file of an image whose content is looked into' },
  imageKeptBytes: { value: 192 * MiB, unit: 'bytes', meaning: 'contents of one image kept for parsers' },
  imagePackages: { value: 200_000, unit: 'count', meaning: 'packages of one package database' },
  packageDatabaseBytes: { value: 256 * MiB, unit: 'bytes', meaning: 'one package database of a host or image' },
  packageFileBytes: { value: 16 * MiB, unit: 'bytes', meaning: 'one metadata file of a package of an application' },
  imageEntries: { value: 2_000_000, unit: 'count', meaning: 'entries of one image, all layers' },
  imageLayers: { value: 1_000, unit: 'count', meaning: 'layers of one image' },
  imagePathBytes: { value: 4096, unit: 'bytes', meaning: 'one path inside an image' },
  imagePathLevels: { value: 1_000, unit: 'count', meaning: 'folders of one path inside an image' },
  layerCacheBytes: { value: 2 * 1024 * MiB - 1, unit: 'bytes', meaning: 'the cache of layers that were read before' },
  imageListedFiles: { value: 10_000, unit: 'count', meaning: 'entries of one list of files of interest' },
  secretFileBytes: { value: 4 * MiB, unit: 'bytes', meaning: 'one text file of an image looked through for secrets' },
  dockerfileBytes: { value: 1 * MiB, unit: 'bytes', meaning: 'one Dockerfile or .dockerignore' },
  licenseTextBytes: { value: 2 * MiB, unit: 'bytes', meaning: 'one licence text that is compared with known ones' },
  archiveRatio: { value: 200, unit: 'count', meaning: 'times that compressed data may grow, above archiveRatioFrom' },
  archiveRatioFrom: { value: 100 * MiB, unit: 'bytes', meaning: 'unpacked size from which archiveRatio applies' },
  archiveNesting: { value: 4, unit: 'count', meaning: 'archives inside archives, such as jars' },
  sbomBytes: { value: 128 * MiB, unit: 'bytes', meaning: 'one SBOM that is read' },
  manifestBytes: { value: 8 * MiB, unit: 'bytes', meaning: 'one manifest, index or configuration of an image' },
  registryMilliseconds: {
    value: 60_000,
    unit: 'milliseconds',
    meaning: 'one request to a registry without any answer',
  },
  registryWaitMilliseconds: {
    value: 60_000,
    unit: 'milliseconds',
    meaning: 'waiting for a registry that asks to try again later, all waits of one image',
  },
  registryReferrers: { value: 200, unit: 'count', meaning: 'signatures and attestations beside one image' },
  imageIndexes: { value: 32, unit: 'count', meaning: 'indexes read to find one image' },
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
  storeBusyMilliseconds: { value: 5_000, unit: 'milliseconds', meaning: 'waiting for a locked store' },
  storeStatementMilliseconds: { value: 60_000, unit: 'milliseconds', meaning: 'one statement of the store' },
  storeDriftRows: { value: 1_000, unit: 'count', meaning: 'findings or resources a command lists of one change' },
  mailMilliseconds: { value: 10 * 60_000, unit: 'milliseconds', meaning: 'one try to hand a message to a mail server' },
  mailConnectMilliseconds: { value: 60_000, unit: 'milliseconds', meaning: 'reaching a mail server and its greeting' },
  mailSilenceMilliseconds: { value: 5 * 60_000, unit: 'milliseconds', meaning: 'a mail server saying nothing' },
  mailRows: { value: 12, unit: 'count', meaning: 'rows of one list in a mail; all are in the report' },
  mailOutboxRows: { value: 100_000, unit: 'count', meaning: 'deliveries that one is looked for in' },
  webhookMilliseconds: {
    value: 30_000,
    unit: 'milliseconds',
    meaning: 'one call of a webhook, heartbeat or token address',
  },
  webhookAnswerBytes: { value: 64 * KiB, unit: 'bytes', meaning: 'the answer to one such call' },
  reportImages: {
    value: 20,
    unit: 'count',
    meaning: 'opened images a report shows in full; more are in a short table',
  },
  reportImageRows: {
    value: 15,
    unit: 'count',
    meaning: 'rows of one list of an opened image in a report; all are in the snapshot and in inventories',
  },
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
