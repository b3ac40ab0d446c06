import fs from 'node:fs/promises';
import path from 'node:path';
import { PlimsollError } from '../../engine/index.ts';
import { readTextFile, replaceFile } from '../../service/index.ts';
import { type Call, textOption } from '../definition.ts';
import { table } from '../table.ts';
import { importAnchore } from './anchore/index.ts';

/** `plimsoll bundle import`: a profile and waivers from the policy of another program; exit 1 where nothing is left. */
export async function runBundleImport(call: Call): Promise<number> {
  const [format = '', file = ''] = call.arguments;
  if (format !== 'anchore') {
    throw new PlimsollError('usage', `Policies of ${format} cannot be imported`, {
      next: 'Known programs are: anchore.',
    });
  }
  const text = await readTextFile(path.resolve(call.workingFolder, file));
  const policy = textOption(call, 'policy');
  const expires = textOption(call, 'expires');
  if (expires !== undefined && !isDay(expires)) {
    throw new PlimsollError('usage', `--expires ${expires} is no date`, { next: 'Write it as 2026-12-31.' });
  }
  const made = importAnchore(text, {
    file,
    by: textOption(call, 'by') ?? 'Anchore import',
    reviewBy: textOption(call, 'reviewBy') ?? 'before its first use',
    ...(policy === undefined ? {} : { policy }),
    ...(expires === undefined ? {} : { expires }),
  });
  call.terminal.data(tableOf(made.lines));
  if (made.profile === null) {
    call.terminal.warn('exit 1: no rule could be taken over, so nothing was written');
    return 1;
  }
  const folder = path.resolve(call.workingFolder, textOption(call, 'output') ?? '.');
  await fs.mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new PlimsollError('output-unwritable', `${folder} cannot be made: ${(cause as Error).message}`, { cause });
  });
  for (const [name, content] of [['profile.yaml', made.profile] as const, ['waivers.yaml', made.waivers] as const]) {
    const place = path.join(folder, name);
    const shown = path.relative(call.workingFolder, place);
    await replaceFile(place, content, shown);
    call.terminal.say(`${shown}  ${name === 'profile.yaml' ? `${made.rules} rules` : `${made.accepted} waivers`}`);
  }
  return 0;
}

function tableOf(lines: ReturnType<typeof importAnchore>['lines']): string {
  const rows = lines.map(({ id, gate, trigger, action, rules, remark }) => [
    ...[id, gate, trigger, action].map((text) => text || '-'),
    rulesOf(rules.map((rule) => rule.replace('plimsoll/', ''))),
    remark,
  ]);
  const header = ['id', 'gate', 'trigger', 'action', 'rules', 'not taken over, or otherwise'];
  return table(
    header,
    rows.map((row) => row.map(plain)),
  );
}

/** Few by name; an image that is allowed altogether is for all of them. */
function rulesOf(rules: readonly string[]): string {
  if (rules.length === 0) return '-';
  return rules.length > 3 ? `all ${rules.length}` : rules.join(' ');
}

/** What a terminal would obey stays out. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ');
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
