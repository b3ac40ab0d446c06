import { expect, test } from 'vitest';
import { PlimsollError } from '../../../engine/index.ts';
import { Secret } from '../../../service/config/secret.ts';
import { openLog } from '../../../service/serve/log.ts';
import { errorFields } from '../../../service/serve/work.ts';

async function lines(work: (log: Awaited<ReturnType<typeof openLog>>) => void): Promise<Record<string, unknown>[]> {
  const written: string[] = [];
  const clock = () => new Date('2026-11-24T06:00:00.000Z');
  const log = await openLog({ base: { role: 'all' }, clock, write: (line) => void written.push(line) });
  work(log);
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line is one JSON object with time, level and message', async () => {
  const found = await lines((log) => log.info('run started', { schedule: 'daily', attempt: 1 }));
  expect(found).toEqual([
    {
      level: 'info',
      time: '2026-11-24T06:00:00.000Z',
      role: 'all',
      schedule: 'daily',
      attempt: 1,
      message: 'run started',
    },
  ]);
});

test('secrets of the configuration are in no line, in whatever form and place', async () => {
  const secret = 'canary "quoted" ünd\\slashed';
  const forms = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
  const found = await lines((log) => {
    log.hide([new Secret(secret), new Secret('ab')]);
    for (const form of forms) {
      log.warn(`before ${form} after`, { deep: [{ answer: `said ${form}` }], error: new Error(form) });
    }
    log.info('a secret of two letters takes no words out: abate');
  });
  expect(JSON.stringify(found)).not.toMatch(/canary|Y2FuYXJ5/);
  expect(found[0]).toMatchObject({ message: 'before *** after', deep: [{ answer: 'said ***' }], error: '***' });
  expect(found.at(-1)).toMatchObject({ message: 'a secret of two letters takes no words out: abate' });
});

test('what looks like a secret is taken out without being known', async () => {
  const url = 'https://user:canary-password@example.org/x';
  const found = await lines((log) => log.error('it failed', { cause: `PASSWORD=canary-variable at ${url}` }));
  expect(JSON.stringify(found)).not.toContain('canary');
});

test('an error has its code, place and next step', () => {
  const error = new PlimsollError('file-unreadable', 'x cannot be read', {
    place: { file: 'plimsoll.yaml', line: 3, column: 1 },
    next: 'Look there.',
    cause: new Error('EACCES'),
  });
  expect(errorFields(error)).toEqual({
    code: 'file-unreadable',
    error: 'x cannot be read',
    next: 'Look there.',
    place: 'plimsoll.yaml:3:1',
    cause: 'EACCES',
  });
});
