import path from 'node:path';
import { formatIds } from '../reports/index.ts';
import { openOutput, readResult, writeReports } from '../service/index.ts';
import { type Call, listOption, textOption } from './definition.ts';
import { runOptions } from './run-options.ts';

/** `plimsoll report`: prints formats of a result again. The verdicts come from the file and from nothing else. */
export async function runReport(call: Call): Promise<number> {
  const { terminal } = call;
  const [shown = ''] = call.arguments;
  const { settings, environment, limits, browser } = await runOptions(call);
  const result = await readResult(path.resolve(call.workingFolder, shown), shown);
  const named = listOption(call, 'format') ?? [...formatIds];
  const output = await openOutput(textOption(call, 'output'), call.workingFolder, new Date());
  try {
    const reports = await writeReports({
      result,
      run: null,
      settings,
      template: textOption(call, 'template'),
      formats: [...new Set(['json', ...named])],
      named,
      folder: output.staging,
      limits,
      environment,
      browser,
      onProgress: (message) => terminal.progress('report', message),
    });
    await output.commit();
    terminal.settle();
    for (const { error } of reports.failed) terminal.warn(`error ${error.message}\nNext: ${error.next}`);
    terminal.say(`Report    ${reports.files.map((file) => path.join(output.shown, file.name)).join('  ')}`);
    return reports.failed.length === 0 ? 0 : 4;
  } catch (error) {
    await output.discard();
    throw error;
  }
}
