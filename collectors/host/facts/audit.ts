import { redactCommand, redactText } from '../../redact.ts';
import { commandLine, commands } from '../commands.ts';
import {
  type FactAnswers,
  type FactReader,
  type HostContext,
  type HostFacts,
  plannedFiles,
  singleFact,
} from '../fact-reader.ts';
import type { HostRoot } from '../host-root.ts';
import { isWatchedCommand, parseAuditLog } from '../parse/audit-log.ts';
import { failed, got, missingCode, type Read, valueOr } from '../read.ts';

const rulesFile = '/etc/audit/audit.rules';
const rulesFolder = '/etc/audit/rules.d';
const logFile = '/var/log/audit/audit.log';

/** The audit daemon's rules, and what it recorded. */
export const auditReaders: readonly FactReader[] = [
  {
    facts: ['auditRules', 'auditRulesLoaded'],
    plan: [
      { what: 'command', name: commandLine('auditctl'), why: commands.auditctl.why },
      ...plannedFiles('audit rules', rulesFile, `${rulesFolder}/*.rules`),
    ],
    liveOnly: false,
    read: readRules,
  },
  singleFact(
    'auditEvents',
    plannedFiles('records of docker exec and unlock-key', logFile, `${logFile}.1`),
    false,
    readEvents,
  ),
];

async function readRules(context: HostContext): Promise<FactAnswers> {
  const loaded = await context.run('auditctl');
  if (loaded.ok && loaded.value.exitCode === 0) {
    const rules = ruleLines(loaded.value.text).filter((line) => line !== 'No rules');
    return { facts: { auditRules: got(rules), auditRulesLoaded: got(true) } };
  }
  const fromFiles = await rulesInFiles(context.root);
  return { facts: { auditRules: fromFiles, auditRulesLoaded: got(false) } };
}

/** What augenrules would load: the folder in order of names; where it is empty, the file. */
async function rulesInFiles(root: HostRoot): Promise<Read<string[]>> {
  const entries = await root.list(rulesFolder);
  if (!entries.ok && entries.code !== 'absent') return entries;
  const rules: string[] = [];
  for (const entry of valueOr(entries, [])) {
    if (!entry.name.endsWith('.rules')) continue;
    const text = await root.readText(`${rulesFolder}/${entry.name}`);
    if (!text.ok) return failed(missingCode(text) ?? 'vanished');
    rules.push(...ruleLines(text.value));
  }
  if (rules.some((rule) => /^-[wa]/.test(rule))) return got(rules);
  const file = await root.readText(rulesFile);
  if (!file.ok && file.code !== 'absent') return file;
  return got([...rules, ...ruleLines(valueOr(file, ''))]);
}

function ruleLines(text: string): string[] {
  const lines = text.split('\n').map((line) => redactText(line.trim()));
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

async function readEvents({ root }: HostContext): Promise<Read<HostFacts['auditEvents']>> {
  const current = await root.readText(logFile);
  // Without a log nobody looked: that is not the same as no event.
  if (!current.ok) return current.code === 'absent' ? failed('not-supported') : current;
  const older = await root.readText(`${logFile}.1`);
  const code = missingCode(older);
  if (code !== null) return failed(code);
  const records = parseAuditLog(`${valueOr(older, '')}\n${current.value}`);
  return got(
    records
      .filter((record) => isWatchedCommand(record.args))
      .map(({ at, key, args, uid }) => ({
        at,
        key: key === null ? null : redactText(key),
        command: redactCommand(args).join(' '),
        uid,
      })),
  );
}
