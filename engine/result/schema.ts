/**
 * Glossary: an **outcome** is one rule on one resource; a **finding** is one violation inside it; the **result** is
 * all outcomes of one or several snapshots against one set of bundles (docs: results.md).
 */
import { z } from 'zod';
import { CatalogueRule, Coverage, Severity } from '../bundle/schema.ts';
import { FoundTarget, KindCoverage, MissingCode, Problem, Time } from '../snapshot/schema.ts';

export const resultVersion = '1-0-0';

export const Status = z.enum([
  'pass',
  'fail',
  'waived',
  'error',
  'not-evaluated',
  'manual',
  'not-applicable',
  'excluded',
]);
export type Status = z.infer<typeof Status>;

export const Evidence = z.strictObject({
  /** Dotted name of a fact, or `args.<name>` of what the rule handed over. */
  fact: z.string(),
  value: z.unknown(),
  /** True where the value was cut to the limit `evidenceBytes`. */
  cut: z.boolean().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** Where to look: a JSON Pointer into the resource, or a file and line. */
export const Location = z.union([
  z.strictObject({ pointer: z.string() }),
  z.strictObject({ file: z.string(), line: z.int().optional() }),
]);

export const Finding = z.strictObject({
  part: z.string().nullable(),
  message: z.string(),
  location: Location.nullable(),
  evidence: z.array(Evidence),
  /** sha256 of canonical `[rule, kind, key, part or null]`. */
  fingerprint: z.string(),
  /** Index into `waivers.applied`. */
  waiver: z.int().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** Why an outcome is not a plain pass or fail. */
export const Reason = z.strictObject({
  /** A missing code, `unknown`, `trap`, `timeout`, `memory`, `malformed`, `runtime`, `empty`, `not-seen`, `target-failed` or one of the rule's. */
  code: z.string(),
  message: z.string(),
  fact: z.string().optional(),
});
export type Reason = z.infer<typeof Reason>;

export const Outcome = z.strictObject({
  /** Full rule id; null for a control without rules. */
  rule: z.string().nullable(),
  /** `<framework>:<id>`, only where `rule` is null. */
  control: z.string().optional(),
  status: Status,
  origin: z.enum(['rego', 'oval', 'attestation', 'import']),
  kind: z.string().nullable(),
  /** Null where no single resource is meant: an empty population, a target that failed, a control. */
  key: z.string().nullable(),
  target: z.int().nullable(),
  findings: z.array(Finding),
  reasons: z.array(Reason),
  /** Questions to a person, for `manual`. */
  questions: z.array(z.strictObject({ text: z.string(), evidence: z.array(Evidence) })),
  /** Digest of the image of a container, for waivers that match it. */
  imageDigest: z.string().optional(),
  /** sha256 of canonical `["control", id]`, only where `rule` is null. */
  fingerprint: z.string().optional(),
});
export type Outcome = z.infer<typeof Outcome>;

/** How many outcomes there are of each status. All statuses are present. */
export const StatusCounts = z.strictObject(
  Object.fromEntries(Status.options.map((status) => [status, z.int().min(0)])) as Record<Status, z.ZodInt>,
);
export type StatusCounts = z.infer<typeof StatusCounts>;

/** A share in permille-exact integers: print `low` to `high`; equal where nothing is unknown; null where 0 ÷ 0. */
export const Score = z
  .strictObject({
    /** Numerator if every unknown fails, and if every unknown passes. */
    low: z.int(),
    high: z.int(),
    of: z.int(),
  })
  .nullable();
export type Score = z.infer<typeof Score>;

export const ResultRule = CatalogueRule.omit({ examples: true }).extend({
  /** `<namespace>-<name>` of each bundle that brought it. */
  bundles: z.array(z.string()),
  /** The severity of the catalogue, where a profile changed it. */
  originalSeverity: Severity.optional(),
  /** One entry a target that has the rule's kind, in the order of targets. */
  counts: z.array(z.strictObject({ target: z.int(), counts: StatusCounts })),
});
export type ResultRule = z.infer<typeof ResultRule>;

export const ResultTarget = z.strictObject({
  id: z.int(),
  uri: z.string(),
  name: z.string(),
  about: z.string().optional(),
  /** Index into `inputs.snapshots`. */
  snapshot: z.int(),
  status: z.enum(['collected', 'partial', 'failed']),
  kinds: z.record(z.string(), KindCoverage.extend({ judged: z.int() })),
  problems: z.array(Problem),
  startedAt: Time,
  finishedAt: Time,
  /** Facts that could not be read, by kind, with how many resources and checks that touches. */
  gaps: z.array(
    z.strictObject({ kind: z.string(), fact: z.string(), code: MissingCode, resources: z.int(), checks: z.int() }),
  ),
});
export type ResultTarget = z.infer<typeof ResultTarget>;

export const ResultResource = z.strictObject({
  kind: z.string(),
  key: z.string(),
  id: z.string(),
  name: z.string(),
  target: z.int(),
  labels: z.record(z.string(), z.string()),
});
export type ResultResource = z.infer<typeof ResultResource>;

export const ControlStatus = z.enum([
  'fail',
  'incomplete',
  'manual',
  'accepted',
  'evidence-only',
  'pass',
  'not-applicable',
  'excluded',
]);
export type ControlStatus = z.infer<typeof ControlStatus>;

export const ResultControl = z.strictObject({
  id: z.string(),
  title: z.string(),
  section: z.string().nullable(),
  level: z.array(z.int()),
  assessment: z.enum(['automated', 'manual']).nullable(),
  coverage: Coverage,
  limits: z.string().nullable(),
  /** How it is decided here: derived from its rules, or `attested` by a person. */
  decision: z.enum(['decided', 'assisted', 'attested']),
  status: ControlStatus,
  rules: z.array(z.string()),
  counts: StatusCounts,
  question: z.string().nullable(),
  /** Names of facts in `facts` that stand beside the question, where a person has a part. */
  evidence: z.array(z.string()).optional(),
  /** Digest of the facts that an answer to it depends on: an answer given for another one has lapsed. */
  factsDigest: z.string().optional(),
});
export type ResultControl = z.infer<typeof ResultControl>;

/** Controls counted: `open` is incomplete; not-applicable and excluded are left out of `of`. */
const FrameworkScore = z.strictObject({ automated: Score, all: Score });
export const ResultFramework = z.strictObject({
  id: z.string(),
  title: z.string(),
  source: z.string().nullable(),
  bundle: z.string(),
  score: FrameworkScore,
  sections: z.array(z.strictObject({ id: z.string(), title: z.string(), score: FrameworkScore })),
  controls: z.array(ResultControl),
});
export type ResultFramework = z.infer<typeof ResultFramework>;

export const WaiverUse = z.strictObject({
  index: z.int(),
  kind: z.enum(['false-positive', 'risk-accepted', 'compensating-control', 'planned']),
  rules: z.array(z.string()),
  reason: z.string(),
  requestedBy: z.string(),
  approvedBy: z.string(),
  expires: z.string(),
  ticket: z.string().nullable(),
  compensatingControl: z.string().nullable(),
  findings: z.int(),
});
export type WaiverUse = z.infer<typeof WaiverUse>;

/** A fact that a framework names beside a question, as the snapshots have it. */
export const NamedFact = z.strictObject({
  /** `kind.fact`. */
  fact: z.string(),
  /** Together at most `evidenceBytes` of values. */
  resources: z.array(
    z.strictObject({
      target: z.int(),
      key: z.string(),
      /** Absent where it could not be read. */
      value: z.unknown().optional(),
      /** True where the value was cut; it is then the beginning of its JSON. */
      cut: z.boolean().optional(),
      missing: MissingCode.optional(),
    }),
  ),
  /** How many resources have it besides. */
  more: z.int(),
});
export type NamedFact = z.infer<typeof NamedFact>;

/** An answer of a person that resolved something. */
export const AttestationUse = z.strictObject({
  control: z.string(),
  answer: z.string(),
  by: z.string(),
  on: z.string(),
  provider: z.string().optional(),
  scope: z.array(z.string()).optional(),
  validFor: z.string().optional(),
  /** The last day (or the instant) it holds: `on` and `validFor` together. */
  until: z.string().optional(),
  evidence: z
    .array(z.strictObject({ text: z.string().optional(), file: z.string().optional(), digest: z.string().optional() }))
    .optional(),
  /** Digest of the facts it was given for. */
  lapseOn: z.string().optional(),
});
export type AttestationUse = z.infer<typeof AttestationUse>;

export const TailoringEntry = z.strictObject({
  what: z.enum(['excluded', 'severity', 'parameter']),
  rule: z.string(),
  detail: z.string(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
  reviewBy: z.string().nullable(),
});
export type TailoringEntry = z.infer<typeof TailoringEntry>;

const Digested = z.strictObject({ name: z.string(), digest: z.string() });

/** `result.json`: a pure function of its inputs. History, staleness, people and durations live in `run.json`. */
export const Result = z.strictObject({
  result: z.literal(resultVersion),
  engine: z.strictObject({ name: z.literal('plimsoll'), version: z.string(), opa: z.string() }),
  /** Newest `createdAt` of the snapshots. */
  createdAt: Time,
  /** The instant expiries were judged at, where it was set by hand. */
  asOf: Time.nullable(),
  /** IANA name, for dates that mean the end of a day. */
  timeZone: z.string(),
  inputs: z.strictObject({
    snapshots: z.array(
      z.strictObject({
        digest: z.string(),
        createdAt: Time,
        tool: z.strictObject({ name: z.string(), version: z.string() }),
        operator: z.string().nullable(),
        machine: z.string().nullable(),
      }),
    ),
    bundles: z.array(
      z.strictObject({ id: z.string(), title: z.string(), version: z.string(), digest: z.string(), rules: z.int() }),
    ),
    profile: Digested.nullable(),
    waivers: Digested.nullable(),
    attestations: Digested.nullable(),
    feeds: z.array(Digested),
    /** Every parameter in force: full rule id or namespace → name → value. */
    parameters: z.record(z.string(), z.record(z.string(), z.unknown())),
    /** Targets with bundles or a profile of their own: they are judged by those rules alone. */
    scopes: z
      .array(z.strictObject({ target: z.int(), bundles: z.array(z.string()), profile: Digested.nullable() }))
      .optional(),
  }),
  summary: z.strictObject({
    /** False where anything that was asked for was not examined. */
    complete: z.boolean(),
    counts: StatusCounts,
    /** Findings that are not waived, by severity. */
    findings: z.record(Severity, z.int()),
    /** Outcomes not assessed (error, not-evaluated), by severity of the rule. */
    notAssessed: z.record(Severity, z.int()),
    strict: Score,
    adjusted: Score,
  }),
  targets: z.array(ResultTarget),
  found: z.array(FoundTarget),
  rules: z.array(ResultRule),
  resources: z.array(ResultResource),
  /** Everything that is not a pass, sorted by severity, rule, key. */
  outcomes: z.array(Outcome),
  frameworks: z.array(ResultFramework),
  waivers: z.strictObject({
    applied: z.array(WaiverUse),
    expired: z.array(WaiverUse),
    unused: z.array(WaiverUse),
    /** Entries that break a limit and were left out because nobody was there to correct them. */
    refused: z.array(z.strictObject({ index: z.int(), reason: z.string() })).optional(),
  }),
  attestations: z.array(AttestationUse),
  /** Facts that frameworks name beside the questions in which a person has a part, sorted by name. */
  facts: z.array(NamedFact).optional(),
  tailoring: z.array(TailoringEntry),
  /** Digests of the files beside result.json where lists were too long to go inside. */
  siblings: z.array(z.strictObject({ name: z.string(), digest: z.string(), lines: z.int() })),
});
export type Result = z.infer<typeof Result>;
