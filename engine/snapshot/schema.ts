/**
 * Glossary: a **target** is what the user points at; a **resource** is one thing that is judged; a **fact** is one of
 * its properties; a **snapshot** is all resources of the targets at one time, in one file (docs: document.md).
 */
import { z } from 'zod';

/** SchemaVer of the document: model-revision-addition. Another model is refused, an older addition is read. */
export const snapshotVersion = '1-0-1';

/** RFC 3339 in UTC, as every time in a snapshot. */
export const Time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/);

/** Why a fact could not be read. */
export const MissingCode = z.enum([
  'permission-denied',
  'not-supported',
  'not-requested',
  'timeout',
  'limit',
  'parse-error',
  'vanished',
  'older-snapshot',
]);
export type MissingCode = z.infer<typeof MissingCode>;

/** The first members of a resource line, in this order; the engine reads no more of a resource that passes. */
export const Head = z.strictObject({
  kind: z.string(),
  key: z.string(),
  id: z.string(),
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  missing: z.record(z.string(), MissingCode),
  target: z.int().positive(),
});
export type Head = z.infer<typeof Head>;

/** A resource as collectors hand it over: head and facts, before it becomes a line. */
export interface Resource extends Head {
  [fact: string]: unknown;
}

/** Something that went wrong while reading, with what it hit. */
export const Problem = z.strictObject({
  code: z.string(),
  message: z.string(),
  /** Name of the limit that was reached, if one was. */
  limit: z.string().optional(),
  kind: z.string().optional(),
  /** Id of the resource, or path of the file. */
  subject: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

export const TargetHeader = z.strictObject({ id: z.int().positive(), uri: z.string(), name: z.string() });
export type TargetHeader = z.infer<typeof TargetHeader>;

/** First line of a snapshot. */
export const Header = z.strictObject({
  version: z.string(),
  createdAt: Time,
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  /** Who ran the collection and where; null where not known. */
  operator: z.string().nullable(),
  machine: z.string().nullable(),
  targets: z.array(TargetHeader),
});
export type Header = z.infer<typeof Header>;

/** How much of one kind of one target was seen. */
export const KindCoverage = z.strictObject({
  status: z.enum(['complete', 'partial', 'failed', 'not-requested']),
  /** How many resources the target listed, less those that went away before they were read. */
  expected: z.int().min(0),
  seen: z.int().min(0),
  /** Resources that were listed and could not be read. */
  unseen: z.array(z.strictObject({ id: z.string(), name: z.string(), code: MissingCode })).optional(),
});
export type KindCoverage = z.infer<typeof KindCoverage>;

export const TargetEnd = z.strictObject({
  id: z.int().positive(),
  /** What it turned out to be, in a few words: `Debian GNU/Linux 12`, `Docker 28.2`. */
  about: z.string().optional(),
  status: z.enum(['collected', 'partial', 'failed']),
  kinds: z.record(z.string(), KindCoverage),
  problems: z.array(Problem),
  startedAt: Time,
  finishedAt: Time,
});
export type TargetEnd = z.infer<typeof TargetEnd>;

/** Something that could have been audited and was not: an engine's socket, with the target to add. */
export const FoundTarget = z.strictObject({
  engine: z.enum(['docker', 'docker-rootless', 'podman', 'podman-rootless', 'containerd', 'cri-o', 'kubelet']),
  path: z.string(),
  /** The target to add on the command line; null where this version has no collector for it. */
  target: z.string().nullable(),
});
export type FoundTarget = z.infer<typeof FoundTarget>;

/** The line after the resources. */
export const End = z.strictObject({ targets: z.array(TargetEnd), found: z.array(FoundTarget) });
export type End = z.infer<typeof End>;
