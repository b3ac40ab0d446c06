import type { ViewContext } from '../context.ts';
import type { Fact, IdentityView } from '../identity.ts';
import type { ReportView } from '../index.ts';
import { listing, shortDigest } from '../words.ts';
import type { Family } from './editions.ts';

/** Which other editions and frameworks the result has, and what becomes of them here; null where there are none. */
export function chosenText({ result, show }: ViewContext, { newest, older }: Family): string | null {
  const mine = new Set([newest, ...older].map(({ framework }) => framework.id));
  const others = result.frameworks.filter(({ id }) => !mine.has(id)).map(({ title }) => show(title));
  const names = older.map(({ name }) => show(name));
  const parts = [
    ...(names.length === 0
      ? []
      : [`${show(newest.name)} is reported, the newest edition loaded, and compared with ${listing(names, 5)}.`]),
    ...(others.length === 0 ? [] : [`Also in the result, and not in this report: ${listing(others, 5)}.`]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

/** Who, when and what, by the framework that the report is about. */
export function identityOf(
  context: ViewContext,
  view: ReportView,
  family: Family,
  benchmark: { name: string; chosen: string | null },
): IdentityView {
  const { framework, number } = family.newest;
  const fact = (name: string, value: string, extra: Partial<Fact> = {}): Fact => ({
    ...{ name, value, code: false, wide: false },
    ...extra,
  });
  const bundle = context.result.inputs.bundles.find(({ id }) => id === framework.bundle);
  const own = view.identity.facts.filter(({ name }) => name !== 'Classification' && name !== 'Judged by');
  const facts = own.filter(({ wide }) => !wide);
  return {
    ...view.identity,
    heading: `Benchmark report · ${benchmark.name}`,
    facts: [
      fact('Framework', context.show(framework.title), { wide: true }),
      ...(benchmark.chosen === null ? [] : [fact('Editions', benchmark.chosen, { wide: true })]),
      fact('Edition', number === '' ? 'not stated' : `${context.show(number)}, ${benchmark.name}`),
      ...facts,
      fact(
        'Bundle',
        bundle === undefined ? context.show(framework.bundle) : context.show(`${bundle.id} ${bundle.version}`),
      ),
      ...(bundle === undefined ? [] : [fact('Its digest', shortDigest(bundle.digest), { code: true })]),
      fact('Result', shortDigest(view.inputs.resultDigest), { code: true }),
      ...own.filter(({ wide }) => wide),
    ],
  };
}
