import { PlimsollError } from '../../engine/index.ts';
import type { ScheduleSettings } from '../config/scheduling.ts';
import { Configuration } from '../config/schema.ts';
import { schedulesOf } from './configured.ts';

/**
 * The text of `plimsoll.yaml` with one more schedule at the end of its list; comments and order stay.
 * @param before the file as it is; null where there is none
 * @throws PlimsollError `schedule-invalid` for a name that is taken or a schedule that can never be due, and what reading
 * the configuration throws
 */
export async function withSchedule(before: string | null, entry: object, file: string): Promise<string> {
  const { parseYaml, putIntoList } = await import('../../rego/index.ts');
  const read = (text: string): readonly ScheduleSettings[] =>
    isEmpty(text) ? [] : (parseYaml(text, file, Configuration, { code: 'configuration-invalid' }).schedules ?? []);
  const old = before ?? '';
  const { name } = entry as { name?: string };
  const known = read(old);
  if (known.some((each) => each.name === name)) {
    throw new PlimsollError('schedule-invalid', `schedule ${name} is there already`, {
      place: { file },
      next: `Choose another name, or change it in ${file}.`,
    });
  }
  const hasList = !isEmpty(old) && 'schedules' in (parseYaml(old, file) as object);
  const start = hasList ? old : `${old === '' || old.endsWith('\n') ? old : `${old}\n`}schedules: []\n`;
  const text = putIntoList(start, 'schedules', [entry], () => false);
  // What was written must be read again: a schedule that cannot be is refused here and not by the server.
  schedulesOf(read(text), file);
  return text;
}

/** Comments alone are no document. */
function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*)?$/.test(line));
}
