import { type RunRecord, visibleText } from '../engine/index.ts';
import type { Artifact, Delivery, Drift, FindingHistory, StoredRun } from '../service/index.ts';
import { table } from './table.ts';

interface ShownRun {
  run: StoredRun;
  record: RunRecord | null;
  drift: Drift | null;
  artifacts: Artifact[];
  deliveries: Delivery[];
}

/** A run in words and tables. */
export function runDetails({ run, record, drift, artifacts, deliveries }: ShownRun): string {
  const facts: [string, string | null | undefined][] = [
    ['Run', run.id],
    ['Stream', run.stream],
    ['Schedule', run.schedule === null ? null : `${run.schedule}, due ${run.slotAt}`],
    ['Rerun of', run.rerunOf],
    ['State', `${run.state}${run.legalHold ? ', under legal hold' : ''}`],
    ['Started', run.startedAt],
    ['Finished', run.finishedAt],
    ['Outcome', run.exitCode === null ? null : `exit ${run.exitCode}: ${run.exitReason}`],
    ['Error', run.error],
    ['Machine', record?.machine],
    ['Operator', record?.operator],
    ['Result', run.resultDigest],
  ];
  const given = facts.flatMap(([name, value]) => (value == null ? [] : [[name, value] as const]));
  const blocks = [given.map(([name, value]) => `${name.padEnd(10)}${visibleText(value)}\n`).join('')];
  if (drift !== null) blocks.push(...driftBlocks(drift));
  if (artifacts.length > 0) blocks.push(`Files\n${artifactTable(artifacts)}`);
  if (deliveries.length > 0) blocks.push(`Deliveries\n${deliveryTable(deliveries)}`);
  return blocks.join('\n');
}

const titles = {
  new: 'New',
  reopened: 'Reopened',
  noLongerWaived: 'Waiver ended',
  newlyWaived: 'Newly waived',
  fixed: 'Fixed',
  gone: 'Gone with their resource or rule',
} as const;

/** What changed, each list under its heading; what a limit cut is counted. */
export function driftBlocks(drift: Drift): string[] {
  const since =
    drift.previous === null ? 'The first run of its stream' : `Since run ${drift.previous}, ${drift.previousAt}`;
  const { totals, known, notJudged } = drift;
  const counts = `${totals.new} new, ${totals.reopened} reopened, ${totals.fixed} fixed, ${totals.gone} gone, ${known} known`;
  const blocks = [`${since}\n  ${counts}${notJudged > 0 ? `, ${notJudged} not judged this time` : ''}\n`];
  if (drift.changedInputs.length > 0) blocks.push(`Changed inputs\n${inputTable(drift.changedInputs)}`);
  for (const [name, title] of Object.entries(titles) as [keyof typeof titles, string][]) {
    const list = drift[name];
    if (list.length > 0) blocks.push(`${heading(title, list.length, totals[name])}\n${historyTable(list)}`);
  }
  for (const [name, title] of [
    ['appeared', 'Appeared'],
    ['disappeared', 'Disappeared'],
  ] as const) {
    const list = drift[name];
    if (list.length === 0) continue;
    const rows = list.map(({ kind, key }) => [kind, key].map(visibleText));
    blocks.push(`${heading(title, list.length, totals[name])}\n${table(['kind', 'key'], rows)}`);
  }
  return blocks;
}

function heading(title: string, shown: number, total: number): string {
  return shown === total ? `${title} (${total})` : `${title} (${shown} of ${total}, the worst first)`;
}

/** Inputs that differ. */
export function inputTable(inputs: Drift['changedInputs']): string {
  const rows = inputs.map(({ name, before, after }) => [name, before ?? 'none', after ?? 'none'].map(visibleText));
  return table(['input', 'before', 'after'], rows);
}

function historyTable(list: readonly FindingHistory[]): string {
  const rows = list.map(({ severity, rule, key, part, firstSeenAt, reopened }) => {
    const since = reopened > 0 ? `${firstSeenAt}, back ${reopened}×` : firstSeenAt;
    return [severity, rule, key, part ?? '', since].map(visibleText);
  });
  return table(['severity', 'rule', 'resource', 'part', 'first seen'], rows);
}

function artifactTable(artifacts: readonly Artifact[]): string {
  const rows = artifacts.map(({ name, kind, bytes, digest, prunedAt }) => {
    return [name, kind, String(bytes), digest, prunedAt === null ? '' : `removed ${prunedAt}`].map(visibleText);
  });
  return table(['name', 'kind', 'bytes', 'digest', ''], rows);
}

function deliveryTable(deliveries: readonly Delivery[]): string {
  const rows = deliveries.map(({ channel, recipient, purpose, state, attempts, acceptedAt, answer }) => {
    return [channel, recipient, purpose, state, String(attempts), acceptedAt ?? '', answer ?? ''].map(visibleText);
  });
  return table(['channel', 'recipient', 'purpose', 'state', 'tries', 'accepted', 'answer'], rows);
}
