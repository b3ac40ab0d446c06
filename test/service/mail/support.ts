import { Secret } from '../../../service/config/secret.ts';
import type { MailReport, Recipient } from '../../../service/mail/contract.ts';
import type { MailServer } from '../../../service/mail/server.ts';
import type { Drift, FindingHistory } from '../../../service/store/contract.ts';
import { type SampleOptions, sampleResult, sampleRun } from '../../support/sample-result.ts';

const before = '2026-10-22T05:00:00.000Z';

function history(fingerprint: string, rule: string, severity: FindingHistory['severity'], key: string): FindingHistory {
  return {
    stream: 'monthly',
    fingerprint,
    rule,
    severity,
    kind: 'container',
    key,
    part: null,
    state: 'open',
    firstSeenRun: 'run-1',
    firstSeenAt: before,
    lastSeenRun: 'run-2',
    lastSeenAt: before,
    closedAt: null,
    reopened: 0,
  };
}

/** What changed, in every list. */
export function sampleDrift(): Drift {
  const lists = {
    new: [
      history('a', 'plimsoll/container-privileged', 'critical', 'web-01/container/ci-runner'),
      history('b', 'plimsoll/container-memory-limit', 'medium', 'web-01/container/shop/web/1'),
    ],
    reopened: [history('c', 'plimsoll/container-memory-limit', 'medium', 'web-01/container/batch-7')],
    fixed: [history('d', 'plimsoll/container-memory-limit', 'medium', 'web-01/container/shop/db/1')],
    gone: [history('e', 'plimsoll/container-memory-limit', 'medium', 'web-01/container/old-worker')],
    newlyWaived: [],
    noLongerWaived: [],
    appeared: [{ kind: 'container', key: 'web-01/container/shop/web/6' }],
    disappeared: [{ kind: 'container', key: 'web-01/container/old-worker' }],
  };
  const totals = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length]));
  return {
    run: 'run-2',
    previous: 'run-1',
    previousAt: before,
    ...lists,
    known: 31,
    notJudged: 2,
    changedInputs: [{ name: 'waivers', before: 'sha256:1', after: 'sha256:2' }],
    totals: totals as Drift['totals'],
  };
}

/** A report with something in every section. */
export function sampleReport(changes: Partial<MailReport> = {}, options: SampleOptions = {}): MailReport {
  return {
    runId: '01939f3a-0000-7000-8000-000000000002',
    schedule: 'monthly',
    result: sampleResult(options),
    record: sampleRun(options),
    drift: sampleDrift(),
    settings: {
      entity: 'Example Retail AG',
      system: 'shop',
      timeZone: 'Europe/Berlin',
      classification: 'Confidential',
    },
    files: [
      { name: 'report.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.7 whole report of everybody') },
      { name: 'report.html', mediaType: 'text/html', bytes: Buffer.from('<p>whole report of everybody</p>') },
      { name: 'result.json', mediaType: 'application/json', bytes: Buffer.from('{"whole":"everybody"}') },
    ],
    nextDueAt: '2026-12-31T05:00:00.000Z',
    location: 'https://reports.example.org/shop',
    ...changes,
  };
}

export function sampleRecipient(changes: Partial<Recipient> = {}): Recipient {
  return {
    address: 'ciso@example.org',
    name: null,
    scope: null,
    minimumSeverity: null,
    attach: 'full',
    onlyWhenChanged: false,
    ...changes,
  };
}

export function sampleServer(changes: Partial<MailServer> = {}): MailServer {
  return {
    host: 'localhost',
    port: 25,
    tls: 'off',
    ca: null,
    login: null,
    from: { name: 'Plimsoll', address: 'audit@example.org' },
    replyTo: null,
    dkim: null,
    maximumBytes: 20_000_000,
    ...changes,
  };
}

export function passwordLogin(user: string, password: string): MailServer['login'] {
  return { kind: 'password', user, password: new Secret(password) };
}
