import path from 'node:path';
import { loadConfiguration, loadSchedules, readTextFile, replaceFile } from '../service/index.ts';
import { type Call, listOption, textOption } from './definition.ts';

/** `plimsoll schedule add`: writes the schedule, or nothing where it could never be due. */
export async function runScheduleAdd(call: Call): Promise<number> {
  const { file } = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  const before = file === null ? null : await readTextFile(file);
  const target = file ?? path.join(call.workingFolder, 'plimsoll.yaml');
  const shown = path.relative(call.workingFolder, target) || target;
  const entry = entryOf(call);
  const { withSchedule } = await loadSchedules();
  await replaceFile(target, await withSchedule(before, entry, shown), shown);
  call.terminal.say(`${shown}: added ${call.arguments[0]}; see plimsoll schedule next ${call.arguments[0]}`);
  return 0;
}

function entryOf(call: Call): object {
  const on = textOption(call, 'on');
  const entries: [string, unknown][] = [
    ['name', call.arguments[0]],
    ['cron', textOption(call, 'cron')],
    ['every', textOption(call, 'every')],
    ['on', on !== undefined && /^\d+$/.test(on) ? Number(on) : on],
    ['at', textOption(call, 'at')],
    ['timeZone', textOption(call, 'timeZone')],
    ['targets', listOption(call, 'target')],
    ['bundles', listOption(call, 'bundle')],
    ['profile', textOption(call, 'profile')],
    ['jitter', textOption(call, 'jitter')],
    ['missed', textOption(call, 'missed')],
    ['overlap', textOption(call, 'overlap')],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
