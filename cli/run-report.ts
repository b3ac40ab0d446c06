import path from 'node:path';
import { openOutput, readResult, resourcesOfResult, writeReports } from '../service/index.ts';
import { type Call, listOption, textOption } from './definition.ts';
import { runOptions } from './run-options.ts';

/** `plimsoll report`: prints formats of a result again. The verdicts come from the file and from nothing else. */
export async function runReport(call: Call): Promise<number> {
  const { terminal } = call;
  const [shown = ''] = call.arguments;
  const { settings, owners, environment, limits, browser } = await runOptions(call);
  const file = path.resolve(call.workingFolder, shown);
  const result = await readResult(file, shown);
  const named = listOption(call, 'format') ?? ['html', 'pdf', 'json'];
  const given = listOption(call, 'snapshot')?.map((each) => path.resolve(call.workingFolder, each));
  const resources = await resourcesOfResult(result, { given, beside: path.dirname(file), limits });
  const output = await openOutput(textOption(call, 'output'), call.workingFolder, new Date());
  try {
    const reports = await writeReports({
      result,
      run: null,
      settings,
      owners,
      template: textOption(call, 'template'),
      formats: [...new Set(['json', ...named])],
      named,
      folder: output.staging,
      limits,
      environment,
      browser,
      resources,
      onProgress: (message) => terminal.progress('report', message),
    });
    await output.commit();
    terminal.settle();
    for (const { error } of reports.failed) terminal.warn(`error ${error.message}\nNext: ${error.next}`);
    for (const notice of reports.notices) terminal.warn(`notice ${notice}`);
    terminal.say(`Report    ${reports.files.map((file) => path.join(output.shown, file.name)).join('  ')}`);
    return reports.failed.length === 0 ? 0 : 4;
  } catch (error) {
    await output.discard();
    throw error;
  }
}
