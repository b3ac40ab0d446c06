import type { Result, RunRecord } from '../../engine/index.ts';
import type { Drift } from '../store/contract.ts';

/** Everything a report by mail is composed from. Composed once; the bytes are kept and sent as they are at each try. */
export interface MailReport {
  runId: string;
  schedule: string | null;
  result: Result;
  record: RunRecord;
  drift: Drift | null;
  settings: { entity?: string; system?: string; timeZone?: string; classification?: string };
  /** Files that can be attached, by name. */
  files: { name: string; mediaType: string; bytes: Uint8Array }[];
  /** What the report is of, for the subject: `September 2026`, `22 September 2026`; absent: its month. */
  period?: string;
  /** When the next report of the schedule is due; null: not scheduled. */
  nextDueAt: string | null;
  /** Who owns what, to say who must act; absent: the labels `owner` and `team` say it. */
  owners?: { name: string; match: OwnerMatch[] }[];
  /** Where the whole report is found when it is not attached: a folder or an address of the configuration. */
  location: string | null;
}

/** Who gets what: by schedule, owner and severity. */
export interface Recipient {
  address: string;
  name: string | null;
  /** Labels or key globs that choose resources; null: everything. */
  scope: { owner: string; match: OwnerMatch[] } | null;
  minimumSeverity: 'critical' | 'high' | 'medium' | 'low' | 'info' | null;
  attach: 'full' | 'summary' | 'link-only';
  onlyWhenChanged: boolean;
}

export interface OwnerMatch {
  labels?: Record<string, string>;
  key?: string;
}

/** A message as it goes out: RFC 5322 bytes with its envelope. */
export interface ComposedMail {
  messageId: string;
  subject: string;
  envelope: { from: string; to: string[] };
  bytes: Uint8Array;
  /** What was left out to stay under the size limit, and where it is; null: nothing. */
  fallback: string | null;
  /** The same message without attachments, for a server that finds `bytes` too large; null: it has none. */
  small: Uint8Array | null;
}

/** Answer of one try for one recipient. */
export interface TryResult {
  outcome: 'accepted' | 'again' | 'never';
  /** The server's words, redacted. */
  answer: string;
  /** The other side found the message too large: a smaller one may be taken. */
  tooLarge?: boolean;
}
