import { digestOf, type SplitResult } from '../../engine/index.ts';
import type { ViewContext } from './context.ts';
import type { Dates } from './dates.ts';
import { plural } from './words.ts';

/** Everything the result is made from, by digest, and how to repeat it. */
export interface InputsView {
  rows: { what: string; name: string; digest: string }[];
  parameters: { of: string; name: string; value: string }[];
  replay: string;
  /** Digest of result.json. */
  resultDigest: string;
  /** The run, where the report comes from one. */
  run: { name: string; value: string }[];
}

export function inputsView(context: ViewContext, dates: Dates, split: SplitResult): InputsView {
  const resultDigest = digestOf(split.files[0]!.bytes);
  const { result, run, show } = context;
  const { inputs } = result;
  const named = (what: string, input: { name: string; digest: string } | null) =>
    input === null ? [] : [{ what, name: show(input.name), digest: show(input.digest) }];
  return {
    rows: [
      ...inputs.snapshots.map((snapshot) => ({
        what: 'snapshot',
        name: dates.moment(snapshot.createdAt),
        digest: show(snapshot.digest),
      })),
      ...inputs.bundles.map((bundle) => ({
        what: 'bundle',
        name: `${show(bundle.id)} ${show(bundle.version)}, ${plural(bundle.rules, 'rule')}`,
        digest: show(bundle.digest),
      })),
      ...named('profile', inputs.profile),
      ...named('waivers', inputs.waivers),
      ...named('attestations', inputs.attestations),
      ...inputs.feeds.flatMap((feed) => named('feed', feed)),
      { what: 'engine', name: `plimsoll ${show(result.engine.version)}, OPA ${show(result.engine.opa)}`, digest: '–' },
      { what: 'result', name: 'result.json', digest: resultDigest },
      ...split.document.siblings.map(({ name, digest, lines }) => ({
        what: 'result',
        name: `${name}, ${plural(lines, 'line')}`,
        digest,
      })),
    ],
    parameters: Object.entries(inputs.parameters).flatMap(([of, values]) =>
      Object.entries(values).map(([name, value]) => ({
        of: show(of),
        name: show(name),
        value: context.showValue(value),
      })),
    ),
    replay: `plimsoll evaluate SNAPSHOT -b ${inputs.bundles.map((bundle) => `${show(bundle.id)}-${show(bundle.version)}.tar.gz`).join(',')}`,
    resultDigest,
    run:
      run === null
        ? []
        : [
            { name: 'Command', value: show(run.command.join(' ')) },
            { name: 'Started', value: dates.moment(run.startedAt) },
            { name: 'Ended', value: dates.moment(run.finishedAt) },
            { name: 'Machine', value: show(run.machine) },
            { name: 'Operator', value: show(run.operator ?? 'not stated') },
            { name: 'Outcome', value: `exit ${run.exitCode}: ${show(run.exitReason)}` },
          ],
  };
}
