/**
 * Glossary: a **rule** is one decision about one kind of resource; a **bundle** is a versioned set of rules,
 * frameworks and parameters; a **framework** is an external list of **controls** mapped to rules; a **profile**
 * selects rules and sets parameters; the **catalogue** is everything about a built bundle but its code.
 */
import { z } from 'zod';

export const Severity = z.enum(['critical', 'high', 'medium', 'low', 'info']);
export type Severity = z.infer<typeof Severity>;

/** Severities from worst to least; the index is the rank used for sorting. */
export const severities = Severity.options;

export const Namespace = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes');
/** `<namespace>/<rule-id>`: the only form in which a rule is named outside its folder. */
export const RuleId = z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'namespace/rule-id');

/** A JSON Schema of a parameter. */
const JsonSchema = z.record(z.string(), z.unknown());

export const Parameter = z.strictObject({
  title: z.string().optional(),
  schema: JsonSchema,
  default: z.unknown(),
  /** Which change loosens the rule and so needs a reason in a profile. */
  direction: z.enum(['higher-is-looser', 'lower-is-looser', 'more-is-looser', 'fewer-is-looser']).optional(),
});
export type Parameter = z.infer<typeof Parameter>;

/** A file asked for on a host: a glob, and patterns whose first group is kept. */
export const FileRequest = z.strictObject({
  path: z.string().regex(/^\//, 'an absolute path'),
  match: z.record(z.string(), z.string()).optional(),
});
export type FileRequest = z.infer<typeof FileRequest>;

export const CollectRequest = z.strictObject({
  host: z.strictObject({ files: z.array(FileRequest) }).optional(),
  image: z.strictObject({ files: z.array(FileRequest) }).optional(),
});
export type CollectRequest = z.infer<typeof CollectRequest>;

export const Include = z.strictObject({
  bundle: z.string(),
  rules: z.array(z.string()).optional(),
  areas: z.array(z.string()).optional(),
});

/** `bundle.yaml`. */
export const BundleManifest = z.strictObject({
  namespace: Namespace,
  name: Namespace,
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a semantic version'),
  title: z.string(),
  licence: z.string(),
  plimsoll: z.string(),
  snapshot: z.literal('1'),
  include: z.array(Include).default([]),
  parameters: z.record(z.string(), Parameter).default({}),
  collect: CollectRequest.default({}),
});
export type BundleManifest = z.infer<typeof BundleManifest>;

/** One template, or a template for each code. */
const Templates = z.union([z.string(), z.record(z.string(), z.string())]);

export const Fixes = z.strictObject({
  dockerRun: z.string().optional(),
  compose: z.string().optional(),
  daemonJson: z.string().optional(),
  dockerfile: z.string().optional(),
  kubernetes: z.string().optional(),
  shell: z.string().optional(),
});

/** `custom:` of a rule's METADATA: the closed schema of `bundles.md`. */
export const RuleCustom = z.strictObject({
  severity: Severity,
  kind: z.string(),
  /** Dotted names of the facts the rule reads. */
  needs: z.array(z.string()),
  message: Templates,
  remediation: z.string(),
  runtimes: z.array(z.string()).optional(),
  parameters: z.record(z.string(), Parameter).optional(),
  /** Shared parameters of the namespace that the rule reads. */
  uses: z.array(z.string()).optional(),
  /** Templates of `not_applicable` codes. */
  reasons: z.record(z.string(), z.string()).optional(),
  question: z.string().optional(),
  rationale: z.string().optional(),
  fixes: Fixes.optional(),
  since: z.string().optional(),
  deprecated: z.strictObject({ by: z.string().optional(), reason: z.string() }).optional(),
  /** Ids of the same check in other tools: `docker-bench: "5.4"`. */
  aliases: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  tags: z.array(z.string()).optional(),
});
export type RuleCustom = z.infer<typeof RuleCustom>;

/** `examples.yaml` of a rule. The head of a resource is filled in; only facts are written. */
const Example = z.strictObject({
  title: z.string(),
  resource: z.record(z.string(), z.unknown()),
  params: z.record(z.string(), z.unknown()).optional(),
});
export const Examples = z.strictObject({ good: z.array(Example).min(1), bad: z.array(Example).min(1) });
export type Examples = z.infer<typeof Examples>;

export const SetName = z.enum(['violations', 'not_applicable', 'unknown', 'review']);
export type SetName = z.infer<typeof SetName>;

/** A rule as the catalogue lists it. */
export const CatalogueRule = RuleCustom.extend({
  id: RuleId,
  area: z.string(),
  title: z.string(),
  description: z.string(),
  references: z.array(z.string()),
  /** Which of the four sets the module has. */
  sets: z.array(SetName),
  /** sha256 over its module, all modules and tables it reaches, its metadata and the OPA version. */
  digest: z.string(),
  /** Where it is written: path in the bundle's sources and line of the package clause. */
  source: z.strictObject({ file: z.string(), line: z.int() }),
  examples: Examples,
});
export type CatalogueRule = z.infer<typeof CatalogueRule>;

export const Coverage = z.enum(['full', 'partial', 'supporting']);

export const Control = z.strictObject({
  id: z.string(),
  title: z.string(),
  level: z.array(z.int()).optional(),
  /** The publisher's own status. */
  assessment: z.enum(['automated', 'manual']).optional(),
  coverage: Coverage,
  rules: z.array(RuleId),
  question: z.string().optional(),
  /** Facts to show beside the question, as `kind.fact`. */
  evidence: z.array(z.string()).optional(),
  lapseOn: z.array(z.string()).optional(),
  /** What the rules do not show, where coverage is not full. */
  limits: z.string().optional(),
});
export type Control = z.infer<typeof Control>;

/** One file of `frameworks/`. */
export const Framework = z.strictObject({
  framework: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  source: z.string().optional(),
  sections: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  controls: z.array(Control),
});
export type Framework = z.infer<typeof Framework>;

/** Why somebody left out or loosened something, and when it is looked at again. */
export const Tailoring = z.strictObject({ reason: z.string().min(1), by: z.string().min(1), reviewBy: z.string() });
export type Tailoring = z.infer<typeof Tailoring>;

/** `profile.yaml`. A rule pattern is an id, `namespace/*` or `*`. */
export const Profile = z.strictObject({
  profile: z.string(),
  title: z.string().optional(),
  extends: z.string().optional(),
  include: z.array(z.string()).optional(),
  exclude: z.array(Tailoring.extend({ rule: z.string() })).optional(),
  severities: z.array(Tailoring.partial().extend({ rule: RuleId, severity: Severity })).optional(),
  /** Full rule id or namespace → parameter → value. */
  parameters: z.array(Tailoring.partial().extend({ of: z.string(), name: z.string(), value: z.unknown() })).optional(),
  /** Rule id → `<namespace>-<name>` of the bundle whose version of it is taken. */
  prefer: z.record(z.string(), z.string()).optional(),
});
export type Profile = z.infer<typeof Profile>;

/** `catalogue.json` of a built bundle. */
export const Catalogue = z.strictObject({
  catalogue: z.literal('1-0-0'),
  namespace: Namespace,
  name: Namespace,
  version: z.string(),
  title: z.string(),
  licence: z.string(),
  plimsoll: z.string(),
  snapshot: z.literal('1'),
  /** Version of OPA that compiled it. */
  opa: z.string(),
  parameters: z.record(z.string(), z.record(z.string(), Parameter)),
  collect: CollectRequest,
  /** Kinds with an entrypoint `plimsoll/entry/<kind_>/out`. */
  kinds: z.array(z.string()),
  rules: z.array(CatalogueRule),
  frameworks: z.array(Framework),
  profiles: z.array(Profile),
});
export type Catalogue = z.infer<typeof Catalogue>;

/** A built bundle in memory. */
export interface Bundle {
  catalogue: Catalogue;
  /** `policy.wasm`. */
  policy: Uint8Array<ArrayBuffer>;
  /** `data.json`: tables, at their place under the namespace. */
  data: Record<string, unknown>;
  /** `sha256:…` over the sorted list of paths and digests of all files in it. */
  digest: string;
}
