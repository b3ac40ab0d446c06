/** Where in a file something is wrong. Line and column count from 1; both may be unknown. */
export interface Place {
  file: string;
  line?: number;
  column?: number;
}

interface CodeEntry {
  /** Exit code of a command that ends with this error (docs: results.md). */
  exit: 2 | 3 | 4;
  /** What the code means, for the reference. */
  meaning: string;
  /** The next step, printed unless the thrower names a better one. */
  next: string;
}

/** Every error a user can see, by code. Adding one here is all that is needed: the reference is generated. */
export const errorCodes = {
  usage: { exit: 2, meaning: 'The command line cannot be understood.', next: 'See plimsoll --help.' },
  'file-unreadable': {
    exit: 2,
    meaning: 'A file that was named cannot be read.',
    next: 'Check that the path exists and may be read.',
  },
  'output-unwritable': {
    exit: 2,
    meaning: 'The output folder cannot be written.',
    next: 'Choose another folder with -o.',
  },
  'output-not-ours': {
    exit: 2,
    meaning: 'The output folder holds files that Plimsoll did not write.',
    next: 'Choose an empty folder with -o.',
  },
  'yaml-invalid': { exit: 2, meaning: 'A YAML file is not well-formed.', next: 'Correct the file at the place named.' },
  'json-invalid': { exit: 2, meaning: 'A JSON file is not well-formed.', next: 'Correct the file at the place named.' },
  'configuration-invalid': {
    exit: 2,
    meaning: 'The configuration breaks its schema.',
    next: 'Correct the key named; the schema is in schema/.',
  },
  'target-unknown': { exit: 2, meaning: 'A target is not of a known form.', next: 'See plimsoll list targets.' },
  'bundle-unknown': {
    exit: 2,
    meaning: 'No bundle of this name, path or version is known.',
    next: 'See plimsoll list bundles, or give the path of a bundle folder.',
  },
  'bundle-invalid': { exit: 2, meaning: 'A bundle breaks its contract.', next: 'Run plimsoll bundle check on it.' },
  'bundle-conflict': {
    exit: 2,
    meaning: 'Two bundles of one run disagree on a rule or a value.',
    next: 'Leave one bundle out, or say which to prefer in the profile.',
  },
  'import-invalid': {
    exit: 2,
    meaning: 'A policy of another program is not of the form it should have.',
    next: 'Export it anew, and see plimsoll bundle import --help.',
  },
  'rego-invalid': {
    exit: 2,
    meaning: 'Rego does not compile or breaks the contract of rules.',
    next: 'Correct the Rego at the place named.',
  },
  'policy-refused': {
    exit: 2,
    meaning: 'A policy module asks for something the host does not give.',
    next: 'Build the bundle again with plimsoll bundle build.',
  },
  'secret-unreadable': {
    exit: 2,
    meaning: 'A secret that the configuration refers to cannot be read.',
    next: 'Set the variable or the file that is named; secrets are references, never values.',
  },
  'store-failed': {
    exit: 4,
    meaning: 'The store of runs cannot be reached, read or written.',
    next: 'Check the path or server, its rights and its disk; plimsoll doctor tells more.',
  },
  'store-version': {
    exit: 2,
    meaning: 'The store was made by a newer version.',
    next: 'Use that version, or another store.',
  },
  'store-corrupt': {
    exit: 4,
    meaning: 'The store of runs is damaged: its content does not match its digest, or it is no database.',
    next: 'Restore it from a backup; a damaged store is never read in part.',
  },
  'schedule-invalid': {
    exit: 2,
    meaning: 'A schedule can never be due, or its times cannot be read.',
    next: 'Correct the schedule at the place named; plimsoll schedule next shows when it is due.',
  },
  'delivery-failed': {
    exit: 4,
    meaning: 'A report could not be delivered.',
    next: 'See plimsoll mail outbox for the answer of the other side.',
  },
  'profile-unknown': {
    exit: 2,
    meaning: 'No profile of this name is in the loaded bundles.',
    next: 'Give the path of a profile file, or a profile of a loaded bundle.',
  },
  'profile-invalid': {
    exit: 2,
    meaning: 'A profile breaks its schema or names an unknown rule or parameter.',
    next: 'Correct the profile at the place named.',
  },
  'parameter-invalid': {
    exit: 2,
    meaning: 'The value of a parameter breaks its schema.',
    next: 'Correct the value; plimsoll explain RULE shows the schema.',
  },
  'waiver-invalid': {
    exit: 2,
    meaning: 'A waiver breaks its schema or its limits.',
    next: 'Correct the entry at the place named.',
  },
  'attestation-invalid': {
    exit: 2,
    meaning: 'An attestation breaks its schema.',
    next: 'Correct the entry at the place named.',
  },
  'snapshot-truncated': {
    exit: 2,
    meaning: 'A snapshot ends before its digest line.',
    next: 'Collect it again, or copy the whole file.',
  },
  'snapshot-corrupt': {
    exit: 2,
    meaning: 'The content of a snapshot does not match its digest.',
    next: 'Collect it again, or copy it unchanged.',
  },
  'snapshot-invalid': {
    exit: 2,
    meaning: 'A snapshot breaks the document model.',
    next: 'Collect it again with this version.',
  },
  'snapshot-version': {
    exit: 2,
    meaning: 'A snapshot has a model this version cannot read.',
    next: 'Use the version of Plimsoll that wrote it, or collect again.',
  },
  'snapshot-repeated': { exit: 2, meaning: 'Two snapshots hold the same resource.', next: 'Leave one of them out.' },
  'result-invalid': { exit: 2, meaning: 'A file is not a result of Plimsoll.', next: 'Give the result.json of a run.' },
  'not-found': { exit: 2, meaning: 'Nothing of this name is known.', next: 'See plimsoll list.' },
  'inside-container': {
    exit: 2,
    meaning: 'The target host was asked for inside a container, where it would show the container.',
    next: 'docker run --pid=host -v /:/host:ro … plimsoll audit host:/host',
  },
  'target-failed': {
    exit: 3,
    meaning: 'A target could not be read.',
    next: 'See the problem named; other targets are in the report.',
  },
  'archive-invalid': {
    exit: 3,
    meaning: 'An archive or image layout is broken or of an unknown form.',
    next: 'Make the archive anew: docker save, skopeo copy.',
  },
  'digest-mismatch': {
    exit: 3,
    meaning: 'Data do not have the digest they are named by.',
    next: 'Fetch or save the image again; if it stays so, somebody changed it.',
  },
  'image-layer-missing': {
    exit: 3,
    meaning: 'A layer or another blob of an image is not where the image lies.',
    next: 'Push, pull or save the image again, all of it.',
  },
  'image-unknown': {
    exit: 3,
    meaning: 'There is no image of this name.',
    next: 'Check the reference; docker image ls shows what an engine has.',
  },
  'sbom-invalid': {
    exit: 3,
    meaning: 'A file is not an SBOM of a form that can be read.',
    next: 'Give CycloneDX 1.4 to 1.7 or SPDX 2.2 or 2.3, as JSON.',
  },
  'registry-failed': {
    exit: 3,
    meaning: 'A registry cannot be reached or refuses.',
    next: 'Check the address, the certificate and the login of the registry.',
  },
  'format-failed': {
    exit: 4,
    meaning: 'A format that was asked for could not be written.',
    next: 'See the cause; the other formats are written.',
  },
  'browser-missing': {
    exit: 4,
    meaning: 'No browser was found to print the PDF.',
    next: 'Install chromium-headless-shell, or set PUPPETEER_EXECUTABLE_PATH.',
  },
  'compiler-missing': {
    exit: 4,
    meaning: 'The Rego compiler is not built and Go is not here to build it.',
    next: 'Install Go 1.26, or use the npm package, which carries the compiler.',
  },
  'limit-reached': {
    exit: 4,
    meaning: 'A named limit was reached.',
    next: 'Raise the limit named under limits: in plimsoll.yaml.',
  },
  internal: {
    exit: 4,
    meaning: 'Plimsoll itself is at fault.',
    next: 'Please report it with the message and the version.',
  },
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof errorCodes;

export interface ErrorDetails {
  place?: Place;
  /** The next step; without it the one of the code's table. */
  next?: string;
  cause?: unknown;
  /** Further errors found in the same pass, so that a user corrects them at once. */
  others?: PlimsollError[];
}

/** The one error class: a code for programs, a sentence for people, the place and the next step. */
export class PlimsollError extends Error {
  readonly code: ErrorCode;
  readonly place: Place | undefined;
  readonly next: string;
  readonly others: readonly PlimsollError[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'PlimsollError';
    this.code = code;
    this.place = details.place;
    this.next = details.next ?? errorCodes[code].next;
    this.others = details.others ?? [];
  }

  /** Exit code of a command that ends with this error. */
  get exitCode(): number {
    return errorCodes[this.code].exit;
  }
}

/** `file:line:column`, as editors read it. */
export function formatPlace(place: Place): string {
  const line = place.line === undefined ? '' : `:${place.line}`;
  const column = place.line === undefined || place.column === undefined ? '' : `:${place.column}`;
  return `${place.file}${line}${column}`;
}

/** Turns anything thrown into a {@link PlimsollError}; what is not ours becomes `internal` with its cause. */
export function toPlimsollError(thrown: unknown): PlimsollError {
  if (thrown instanceof PlimsollError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new PlimsollError('internal', message, { cause: thrown });
}
