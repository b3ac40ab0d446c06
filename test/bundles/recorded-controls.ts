import type { ControlStatus } from '../../engine/index.ts';

/** State → status → controls of 1.8; `5.2-7` are the controls from 5.2 to 5.7. */
const statuses: Record<string, Partial<Record<ControlStatus, string>>> = {
  'auditd-narrow': {
    pass: '1.1.2 3.1-24 4.5',
    fail: '1.1.3-18',
    manual: '1.2.1 4.3 4.8 4.12 7.8',
    'not-applicable': '1.1.1 1.2.2 2.1-19 4.1-2 4.4 4.6-7 4.9-11 5.1-32 6.1-2 7.1-7 7.9',
  },
  'auditd-syscalls': {
    pass: '1.1.2-18 3.1-24 4.5',
    manual: '1.2.1 4.3 4.8 4.12 7.8',
    'not-applicable': '1.1.1 1.2.2 2.1-19 4.1-2 4.4 4.6-7 4.9-11 5.1-32 6.1-2 7.1-7 7.9',
  },
  'auditd-watches': {
    pass: '1.1.2-18 3.1-24 4.5',
    manual: '1.2.1 4.3 4.8 4.12 7.8',
    'not-applicable': '1.1.1 1.2.2 2.1-19 4.1-2 4.4 4.6-7 4.9-11 5.1-32 6.1-2 7.1-7 7.9',
  },
  'confined-containers': {
    pass: '5.2 5.4-7 5.9-18 5.20-22 5.25-26 5.29-32',
    'evidence-only': '4.1 5.3',
    fail: '5.27',
    manual: '1.2.1 4.3 4.8 4.12 5.19 5.28 7.8',
    'not-applicable': '1.1.1-18 1.2.2 2.1-19 3.1-24 4.2 4.4-7 4.9-11 5.1 5.8 5.23-24 6.1-2 7.1-7 7.9',
  },
  'confinement-off': {
    pass: '5.4-7 5.9-18 5.20-22 5.25-26 5.29-32',
    'evidence-only': '4.1',
    fail: '5.2-3 5.27',
    manual: '1.2.1 4.3 4.8 4.12 5.19 5.28 7.8',
    'not-applicable': '1.1.1-18 1.2.2 2.1-19 3.1-24 4.2 4.4-7 4.9-11 5.1 5.8 5.23-24 6.1-2 7.1-7 7.9',
  },
  'swarm-manager': {
    pass: '1.1.2 2.1-8 2.10-11 2.15 2.17 2.19 3.1-24 4.5 7.1-3 7.5',
    fail: '1.1.3-18 2.13 5.1',
    manual: '1.1.1 1.2.1-2 2.9 2.14 2.18 4.3 4.8 4.12 5.23-24 6.1-2 7.4 7.6-9',
    'not-applicable': '2.12 2.16 4.1-2 4.4 4.6-7 4.9-11 5.2-22 5.25-32',
  },
  'swarm-worker': {
    pass: '1.1.2 2.1-8 2.10-11 2.15 2.17 2.19 3.1-24 4.5',
    fail: '1.1.3-18 2.13 5.1',
    manual: '1.1.1 1.2.1-2 2.9 2.14 2.18 4.3 4.8 4.12 5.23-24 6.1-2 7.8',
    'not-applicable': '2.12 2.16 4.1-2 4.4 4.6-7 4.9-11 5.2-22 5.25-32 7.1-7 7.9',
  },
  'tls-daemon': {
    pass: '1.1.2 2.2-8 2.11 2.13 2.15-17 2.19 3.1-24 4.5 5.1',
    fail: '1.1.3-18 2.10',
    manual: '1.1.1 1.2.1-2 2.1 2.9 2.14 2.18 4.3 4.8 4.12 5.23-24 6.1-2 7.8',
    'not-applicable': '2.12 4.1-2 4.4 4.6-7 4.9-11 5.2-22 5.25-32 7.1-7 7.9',
  },
  'without-root': {
    pass: '1.1.2 3.1-6 3.15-16 3.19-22',
    incomplete: '1.1.3-18 3.7-14 3.17-18 3.23-24 4.5 7.2 7.9',
    manual: '1.2.1 4.3 4.8 4.12 7.8',
    'not-applicable': '1.1.1 1.2.2 2.1-19 4.1-2 4.4 4.6-7 4.9-11 5.1-32 6.1-2 7.1 7.3-7',
  },
};

/** The status of every control in a recorded state. */
export function recordedControls(state: string): Record<string, string> {
  const entries = Object.entries(statuses[state] ?? {}).flatMap(([status, ids]) =>
    ids.split(' ').flatMap((id) => rangeOf(id).map((each) => [each, status])),
  );
  return Object.fromEntries(entries);
}

function rangeOf(text: string): string[] {
  const [id = '', last] = text.split('-');
  const at = id.lastIndexOf('.');
  const first = Number(id.slice(at + 1));
  const count = last === undefined ? 1 : Number(last) - first + 1;
  return Array.from({ length: count }, (_, index) => `${id.slice(0, at)}.${first + index}`);
}
