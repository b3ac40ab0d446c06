import type {
  FileRequest,
  FoundTarget,
  KindCoverage,
  KindName,
  Limits,
  MissingCode,
  Problem,
} from '../engine/index.ts';

/** What the user pointed at, parsed. */
export interface Target {
  /** Number in the snapshot, from 1. */
  id: number;
  /** As written, or the default's full form: `docker:unix:///var/run/docker.sock`. */
  uri: string;
  /** Id of the collector. */
  collector: string;
  /** What follows the scheme: an address, a folder; empty for the default one. */
  address: string;
  /** Configured name; null: the collector finds one (engine's name, host name). */
  name: string | null;
}

/** A resource without its place in the file. `facts` and `missing` together name every fact of the kind. */
export interface Collected {
  kind: KindName;
  /** Key after the target's name: `container/shop/web/1`. */
  key: string;
  id: string;
  name: string;
  labels: Record<string, string>;
  missing: Record<string, MissingCode>;
  facts: Record<string, unknown>;
}

export interface CollectContext {
  target: Target;
  limits: Limits;
  signal: AbortSignal;
  /** Wall clock, so that tests fix it. */
  now(): Date;
  /** Kinds that are wanted; others are `not-requested`. */
  kinds: ReadonlySet<KindName>;
  /** Files of hosts that bundles asked for. */
  files: readonly FileRequest[];
  /** Files of images that bundles asked for. */
  imageFiles: readonly FileRequest[];
  /** Whether a bundle asked for what is inside images, so that a root file system is read as one too. */
  imageContents: boolean;
  /** Whether an engine's images are opened too, those that containers are made from. */
  deep: boolean;
  /** `os/architecture[/variant]` to choose of images for several; null: this machine's. */
  platform: string | null;
  /** Public keys that signatures of images are verified with. */
  imageKeys: readonly { name: string; pem: string }[];
  /** Folder where what is known of layers is kept for the next run; null: nowhere. */
  cacheFolder: string | null;
  /** Hands one resource over; resolves when there is room for the next. */
  emit(resource: Collected): Promise<void>;
  /** Says how far it is, for a progress line. */
  progress(message: string, done?: number, expected?: number): void;
  /** Environment of the process, for addresses and TLS folders; never copied into a snapshot. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** What a collector says when it is done. It never throws for what it could not read. */
export interface CollectSummary {
  /** Name of the target found (engine's name, host name), where none was configured. */
  name: string;
  /** What it turned out to be, in a few words: `Debian GNU/Linux 12`, `Docker 28.2`; absent where nothing is known. */
  about?: string;
  status: 'collected' | 'partial' | 'failed';
  kinds: Partial<Record<KindName, KindCoverage>>;
  problems: Problem[];
  /** One short phrase for the terminal: `14 containers, 22 images, 3 networks`. */
  phrase: string;
  /** What would make it complete: `sudo plimsoll audit`; null where nothing is known to help. */
  advice: string | null;
}

/** One thing that would be read, for `--dry-run`. */
export interface PlannedRead {
  what: 'file' | 'api' | 'command';
  /** Path or glob, `GET /path`, or the command line. */
  name: string;
  why: string;
}

/** What a plan depends on; without the optional ones images are not opened. */
export type PlanContext = Pick<CollectContext, 'files' | 'environment'> &
  Partial<Pick<CollectContext, 'deep' | 'imageContents'>>;

/** A plain object; no inheritance, no state. One folder a collector, one line in `collectors/index.ts`. */
export interface Collector {
  id: string;
  /** Schemes it answers to, longest first: `docker:tcp://`. */
  schemes: readonly string[];
  /** Its forms, for `plimsoll list targets`. */
  forms: readonly { form: string; meaning: string }[];
  kinds: readonly KindName[];
  plan(target: Target, context: PlanContext): PlannedRead[];
  collect(context: CollectContext): Promise<CollectSummary>;
}

/** Finds what could be audited here: the default targets, and what else is there. */
export interface Discovery {
  targets: Omit<Target, 'id'>[];
  found: FoundTarget[];
}
